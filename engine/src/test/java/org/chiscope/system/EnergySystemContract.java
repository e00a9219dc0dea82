package org.chiscope.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chiscope.data.Pattern;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Component;
import org.junit.jupiter.api.Test;

/**
 * What every {@link EnergySystem} promises to samplers and estimators. A subclass supplies the
 * system and the bounds that its precision allows; points are w* plus seeded noise.
 */
public abstract class EnergySystemContract {

    /** The system under test; may be the same object each time. */
    protected abstract EnergySystem system();

    /** Whether the evaluation set is the sampling set, so that the losses' mean is L. */
    protected abstract boolean evaluationIsSamplingSet();

    /** Standard deviation of the noise that takes parameters away from w*. */
    protected double spread() {
        return 0.05;
    }

    /** Half the distance of the central difference, along a direction of unit length. */
    protected double differenceStep() {
        return 1e-2;
    }

    /** Largest error of a directional derivative, relative to the gradient's length. */
    protected double gradientTolerance() {
        return 1e-4;
    }

    /** Largest relative error between two ways to compute the same loss. */
    protected double lossTolerance() {
        return 1e-6;
    }

    /** Batch size of the views for minibatches. */
    protected int batchSize() {
        return 4;
    }

    /** Minibatches averaged when their mean is compared with the full gradient. */
    protected int minibatches() {
        return 2000;
    }

    /** Largest distance of that mean from the full gradient, relative to the latter's length. */
    protected double minibatchTolerance() {
        return 0.1;
    }

    @Test
    void checkpointIsAFreshCopyOfLengthD() {
        EnergySystem system = system();
        float[] first = system.checkpoint();
        assertEquals(system.dimension(), first.length);
        float before = first[0];
        first[0] += 1;
        assertNotSame(first, system.checkpoint());
        assertEquals(before, system.checkpoint()[0]);
    }

    @Test
    void contextsAscendFromZeroOneAnExample() {
        int[] contexts = system().contextOfExample();
        assertEquals(system().examples(), contexts.length);
        assertEquals(0, contexts[0]);
        for (int i = 1; i < contexts.length; i++) {
            assertTrue(
                    contexts[i] == contexts[i - 1] || contexts[i] == contexts[i - 1] + 1,
                    "context of example " + i);
        }
    }

    @Test
    void componentsAndPatternsStayInRangeAndHaveNamesOfTheirOwn() {
        EnergySystem system = system();
        List<String> names = system.components().stream().map(Component::name).toList();
        assertEquals(names.size(), names.stream().distinct().count());
        for (Component component : system.components()) {
            IndexSet indices = component.indices();
            assertTrue(indices.end(indices.ranges() - 1) <= system.dimension(), component.name());
            assertEquals(indices, system.component(component.name()).indices());
        }
        for (Pattern pattern : system.patterns()) {
            assertTrue(
                    pattern.examples()[pattern.examples().length - 1] < system.examples(),
                    pattern.name());
        }
    }

    @Test
    void componentsJoinedByPlusAreTheirUnion() {
        EnergySystem system = system();
        List<Component> components = system.components();
        Component first = components.getFirst();
        Component last = components.getLast();
        assertEquals(
                IndexSet.union(List.of(first.indices(), last.indices())),
                system.component(first.name() + "+" + last.name()).indices());
    }

    @Test
    void unknownComponentIsOneSentenceWithTheKnownNames() {
        EnergySystem system = system();
        Throwable thrown =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> system.component("no such component"));
        String message = String.valueOf(thrown.getMessage());
        assertTrue(message.contains("no such component"), message);
        assertTrue(message.contains(system.components().getFirst().name()), message);
        assertTrue(message.endsWith(".") && !message.contains("\n"), message);
    }

    @Test
    void fullGradientIsTheSlopeOfTheLoss() {
        slopes(system());
    }

    @Test
    void fullGradientOfAPerturbedSystemIsTheSlopeOfItsLoss() {
        slopes(system().perturbed(mass(system())));
    }

    private void slopes(EnergySystem system) {
        for (IndexSet moving : ensembles(system)) {
            float[] at = point(system, moving, 1);
            EnergyView view = system.view(moving, batchSize());
            float[] gradient = new float[moving.size()];
            view.fullGradient(at, gradient);
            double length = length(gradient);
            RandomStream random = RandomStream.of(2);
            for (int trial = 0; trial < 4; trial++) {
                // Along the gradient itself first, then along random directions in which it counts.
                double[] direction = new double[gradient.length];
                for (int j = 0; j < direction.length; j++) {
                    double noise = random.nextGaussian() * length / Math.sqrt(gradient.length);
                    direction[j] = gradient[j] + (trial == 0 ? 0 : noise);
                }
                double norm = 0;
                for (double value : direction) {
                    norm += value * value;
                }
                norm = Math.sqrt(norm);
                for (int j = 0; j < direction.length; j++) {
                    direction[j] /= norm;
                }
                assertEquals(
                        0,
                        errorOfSlope(view, moving, at, gradient, direction),
                        gradientTolerance() * length,
                        moving + ", trial " + trial);
            }
        }
    }

    @Test
    void restrictedGradientIsTheFullGradientGathered() {
        EnergySystem system = system();
        IndexSet all = IndexSet.range(0, system.dimension());
        for (Component component : system.components()) {
            IndexSet moving = component.indices();
            float[] at = point(system, moving, 3);
            float[] whole = new float[system.dimension()];
            float[] gathered = new float[moving.size()];
            float[] restricted = new float[moving.size()];
            double wholeLoss = system.view(all, batchSize()).fullGradient(at, whole);
            double loss = system.view(moving, batchSize()).fullGradient(at, restricted);
            moving.gather(whole, gathered);
            assertEquals(wholeLoss, loss, lossTolerance() * Math.abs(wholeLoss), component.name());
            for (int j = 0; j < gathered.length; j++) {
                assertEquals(
                        gathered[j],
                        restricted[j],
                        lossTolerance() * 100 * length(gathered),
                        component.name() + " coordinate " + j);
            }
        }
    }

    @Test
    void restrictedMinibatchIsTheFullOneOfTheSameStream() {
        EnergySystem system = system();
        IndexSet all = IndexSet.range(0, system.dimension());
        IndexSet moving = system.components().getLast().indices();
        float[] at = point(system, moving, 4);
        float[] whole = new float[system.dimension()];
        float[] gathered = new float[moving.size()];
        float[] restricted = new float[moving.size()];
        double wholeLoss =
                system.view(all, batchSize()).minibatchGradient(at, RandomStream.of(5), whole);
        double loss =
                system.view(moving, batchSize())
                        .minibatchGradient(at, RandomStream.of(5), restricted);
        moving.gather(whole, gathered);
        assertEquals(wholeLoss, loss, lossTolerance() * Math.abs(wholeLoss));
        for (int j = 0; j < gathered.length; j++) {
            assertEquals(
                    gathered[j],
                    restricted[j],
                    lossTolerance() * 100 * length(gathered),
                    "coordinate " + j);
        }
    }

    @Test
    void minibatchesAverageToTheFullGradient() {
        averages(system());
    }

    @Test
    void minibatchesOfAPerturbedSystemAverageToItsFullGradient() {
        averages(system().perturbed(mass(system())));
    }

    /** Of both signs, and so large that it counts: every second example gains half of its share. */
    private static double[] mass(EnergySystem system) {
        double[] mass = new double[system.examples()];
        for (int z = 0; z < mass.length; z++) {
            mass[z] = (z % 2 == 0 ? 0.5 : -0.3) / mass.length;
        }
        return mass;
    }

    @Test
    void perturbationAddsMassTimesTheExampleLosses() {
        EnergySystem system = system();
        double[] mass = mass(system);
        for (IndexSet moving : ensembles(system)) {
            float[] at = point(system, moving, 12);
            float[] losses = new float[mass.length];
            float[] perturbedLosses = new float[mass.length];
            float[] gradient = new float[moving.size()];
            EnergyView plain = system.perturbed(new double[mass.length]).view(moving, batchSize());
            EnergyView perturbed = system.perturbed(mass).view(moving, batchSize());
            plain.exampleLosses(at, losses);
            perturbed.exampleLosses(at, perturbedLosses);
            assertArrayEquals(losses, perturbedLosses);
            double expected = plain.fullGradient(at, gradient);
            for (int z = 0; z < mass.length; z++) {
                expected += mass[z] * losses[z];
            }
            double found = perturbed.fullGradient(at, gradient);
            assertEquals(expected, found, 10 * lossTolerance() * Math.abs(expected));
        }
    }

    @Test
    void massIsOneNumberAnExample() {
        Throwable thrown =
                assertThrows(
                        IllegalArgumentException.class, () -> system().perturbed(new double[1]));
        assertTrue(String.valueOf(thrown.getMessage()).contains("one mass for each"));
    }

    private void averages(EnergySystem system) {
        IndexSet moving = system.components().getFirst().indices();
        float[] at = point(system, moving, 6);
        EnergyView view = system.view(moving, batchSize());
        float[] full = new float[moving.size()];
        view.fullGradient(at, full);
        double[] mean = new double[moving.size()];
        float[] gradient = new float[moving.size()];
        for (int b = 0; b < minibatches(); b++) {
            view.minibatchGradient(at, RandomStream.of(7, b), gradient);
            for (int j = 0; j < mean.length; j++) {
                mean[j] += gradient[j] / (double) minibatches();
            }
        }
        double squares = 0;
        for (int j = 0; j < mean.length; j++) {
            squares += (mean[j] - full[j]) * (mean[j] - full[j]);
        }
        assertEquals(0, Math.sqrt(squares) / length(full), minibatchTolerance());
    }

    @Test
    void meanOfTheExampleLossesIsTheLossOverTheSamplingSet() {
        if (!evaluationIsSamplingSet()) {
            return;
        }
        EnergySystem system = system();
        for (IndexSet moving : ensembles(system)) {
            float[] at = point(system, moving, 8);
            EnergyView view = system.view(moving, batchSize());
            float[] losses = new float[system.examples()];
            view.exampleLosses(at, losses);
            double sum = 0;
            for (int z = 0; z < system.baseExamples(); z++) {
                sum += losses[z];
            }
            double loss = view.fullGradient(at, new float[moving.size()]);
            assertEquals(loss, sum / system.baseExamples(), lossTolerance() * Math.abs(loss));
        }
    }

    @Test
    void viewsRememberNothingThatShows() {
        EnergySystem system = system();
        for (IndexSet moving : ensembles(system)) {
            EnergyView used = system.view(moving, batchSize());
            float[] elsewhere = point(system, moving, 9);
            used.fullGradient(elsewhere, new float[moving.size()]);
            used.minibatchGradient(elsewhere, RandomStream.of(10), new float[moving.size()]);
            used.exampleLosses(elsewhere, new float[system.examples()]);

            float[] at = point(system, moving, 11);
            float[] before = at.clone();
            Outcome expected = new Outcome(system, system.view(moving, batchSize()), moving, at);
            Outcome found = new Outcome(system, used, moving, at);
            assertArrayEquals(before, at, "a view changed the parameters");
            assertEquals(expected.fullLoss, found.fullLoss);
            assertEquals(expected.batchLoss, found.batchLoss);
            assertTrue(Arrays.equals(expected.full, found.full), "full gradient");
            assertTrue(Arrays.equals(expected.batch, found.batch), "minibatch gradient");
            assertTrue(Arrays.equals(expected.losses, found.losses), "example losses");
        }
    }

    /** All that a view computes at a point. */
    private final class Outcome {
        final double fullLoss;
        final double batchLoss;
        final float[] full;
        final float[] batch;
        final float[] losses;

        Outcome(EnergySystem system, EnergyView view, IndexSet moving, float[] at) {
            full = new float[moving.size()];
            batch = new float[moving.size()];
            losses = new float[system.examples()];
            view.exampleLosses(at, losses);
            batchLoss = view.minibatchGradient(at, RandomStream.of(12), batch);
            fullLoss = view.fullGradient(at, full);
        }
    }

    private static List<IndexSet> ensembles(EnergySystem system) {
        List<IndexSet> ensembles = new ArrayList<>();
        ensembles.add(IndexSet.range(0, system.dimension()));
        for (Component component : system.components()) {
            ensembles.add(component.indices());
        }
        return ensembles;
    }

    /** w* with seeded noise on the moving parameters alone. */
    private float[] point(EnergySystem system, IndexSet moving, long seed) {
        float[] at = system.checkpoint();
        float[] compact = new float[moving.size()];
        moving.gather(at, compact);
        RandomStream random = RandomStream.of(seed);
        for (int j = 0; j < compact.length; j++) {
            compact[j] += (float) (spread() * random.nextGaussian());
        }
        moving.scatter(compact, at);
        return at;
    }

    /**
     * The central difference of L along {@code direction} minus what {@code gradient} says of it,
     * for the displacement as rounding to float leaves it.
     */
    private double errorOfSlope(
            EnergyView view, IndexSet moving, float[] at, float[] gradient, double[] direction) {
        float[] compact = new float[moving.size()];
        moving.gather(at, compact);
        float[] scratch = new float[moving.size()];
        float[] moved = at.clone();
        double error = 0;
        for (double side : new double[] {differenceStep(), -differenceStep()}) {
            double expected = 0;
            for (int j = 0; j < scratch.length; j++) {
                scratch[j] = (float) (compact[j] + side * direction[j]);
                expected += gradient[j] * ((double) scratch[j] - compact[j]);
            }
            moving.scatter(scratch, moved);
            error += Math.signum(side) * (view.fullGradient(moved, scratch) - expected);
        }
        return error / (2 * differenceStep());
    }

    private static double length(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }
}
