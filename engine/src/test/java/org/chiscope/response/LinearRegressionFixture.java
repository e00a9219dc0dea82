package org.chiscope.response;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.chiscope.data.Pattern;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Component;
import org.chiscope.sampling.Chain;
import org.chiscope.sampling.ChainPlan;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.ChainStatus;
import org.chiscope.sampling.Ensemble;
import org.chiscope.sampling.SamplerSettings;
import org.chiscope.system.EnergyView;
import org.chiscope.system.LinearRegressionSystem;
import org.jspecify.annotations.Nullable;

/**
 * A linear regression of 48 examples and 8 weights, and w* off the minimum: every linear and
 * quadratic term of the closed form counts. The patterns overlap and leave examples out, so that no
 * combination of their contrasts vanishes.
 */
public final class LinearRegressionFixture {
    public static final int EXAMPLES = 48;
    public static final int WEIGHTS = 8;
    public static final double N_BETA = 40;
    public static final double LOCALIZATION = 10;

    final double[][] inputs = new double[EXAMPLES][WEIGHTS];
    final double[] targets = new double[EXAMPLES];
    final float[] checkpoint = new float[WEIGHTS];
    public final List<Pattern> patterns;
    public final List<Component> components;
    public final LinearRegressionSystem system;

    /** Two components and two patterns. */
    public LinearRegressionFixture() {
        this(
                List.of(component("a", 0, 1, 2, 5), component("b", 3, 4)),
                List.of(pattern("first", 0, 20, 1), pattern("third", 0, EXAMPLES, 3)));
    }

    /** Five components, of which the last has weights of others, and six patterns. */
    public static LinearRegressionFixture wide() {
        return new LinearRegressionFixture(
                List.of(
                        component("a", 0, 1),
                        component("b", 2),
                        component("c", 3, 4),
                        component("d", 5, 6, 7),
                        component("e", 1, 4, 6)),
                List.of(
                        pattern("first", 0, 20, 1),
                        pattern("third", 0, EXAMPLES, 3),
                        pattern("last", 30, EXAMPLES, 1),
                        pattern("fourth", 1, EXAMPLES, 4),
                        pattern("early", 2, 13, 1),
                        pattern("few", 40, 46, 1)));
    }

    private static Component component(String name, int... weights) {
        return new Component(
                name,
                Component.Kind.OTHER,
                -1,
                IndexSet.union(
                        Arrays.stream(weights).mapToObj(w -> IndexSet.range(w, w + 1)).toList()));
    }

    private static Pattern pattern(String name, int start, int end, int step) {
        return new Pattern(
                name,
                "test",
                "Every " + step + ". example from " + start + " to " + end + ".",
                IntStream.iterate(start, i -> i < end, i -> i + step).toArray());
    }

    private LinearRegressionFixture(List<Component> components, List<Pattern> patterns) {
        this.components = components;
        this.patterns = patterns;
        RandomStream random = RandomStream.of(20260711);
        for (int i = 0; i < EXAMPLES; i++) {
            for (int j = 0; j < WEIGHTS; j++) {
                // Correlated columns, so that the inverse of a block is not the block of the
                // inverse.
                inputs[i][j] = random.nextGaussian() + (j > 0 ? 0.4 * inputs[i][j - 1] : 0);
            }
            // Noise that grows with the first input: patterns differ in curvature and in slope.
            targets[i] = random.nextGaussian() * (0.5 + 0.5 * Math.abs(inputs[i][0]));
            for (int j = 0; j < WEIGHTS; j++) {
                targets[i] += 0.5 * inputs[i][j] * (j % 3 - 1);
            }
        }
        for (int j = 0; j < WEIGHTS; j++) {
            checkpoint[j] = (float) (0.5 * (j % 3 - 1) + 0.1 * random.nextGaussian());
        }
        system = new LinearRegressionSystem(inputs, targets, checkpoint, components, patterns);
    }

    /** The full ensemble and one a component. */
    public List<Ensemble> ensembles() {
        List<Ensemble> ensembles = new ArrayList<>();
        ensembles.add(Ensemble.full(WEIGHTS));
        for (Component component : components) {
            ensembles.add(new Ensemble(component.name(), component.indices()));
        }
        return ensembles;
    }

    public List<int[]> patternExamples() {
        return patterns.stream().map(Pattern::examples).toList();
    }

    /** The closed form of an ensemble; {@code stepSize} 0 for the exact posterior, else SGLD's. */
    public GaussianTruth truth(Ensemble ensemble, double stepSize) {
        return truth(ensemble, N_BETA, stepSize);
    }

    GaussianTruth truth(Ensemble ensemble, double nBeta, double stepSize) {
        return new GaussianTruth(
                inputs, targets, checkpoint, ensemble.moving(), nBeta, LOCALIZATION, stepSize);
    }

    /** The closed form under q_h = q + h(q_k − q), q_k the pattern of those examples. */
    GaussianTruth perturbedTruth(Ensemble ensemble, int[] pattern, double h) {
        return perturbedTruth(ensemble, weights(pattern, h));
    }

    /** The closed form under q_h, of which {@code weights} holds q_h(i) ÷ q(i). */
    public GaussianTruth perturbedTruth(Ensemble ensemble, double[] weights) {
        return new GaussianTruth(
                inputs, targets, checkpoint, ensemble.moving(), N_BETA, LOCALIZATION, 0, weights);
    }

    /** χ of a component and a pattern, nats². */
    public double susceptibility(int component, int pattern, Part part) {
        GaussianTruth own = truth(ensembles().get(1 + component), 0);
        int[] examples = patternExamples().get(pattern);
        double fluctuation = own.fluctuation(examples);
        double shift = own.shift(examples, truth(Ensemble.full(WEIGHTS), 0));
        return switch (part) {
            case FLUCTUATION -> fluctuation;
            case SHIFT -> shift;
            case JOINT -> fluctuation + shift;
        };
    }

    /** χ as {@code [component][pattern]}, nats². */
    public double[][] susceptibilities(Part part) {
        double[][] matrix = new double[components.size()][patterns.size()];
        for (int r = 0; r < matrix.length; r++) {
            for (int k = 0; k < matrix[r].length; k++) {
                matrix[r][k] = susceptibility(r, k, part);
            }
        }
        return matrix;
    }

    /**
     * μ_C(h) of a component: ⟨φ⟩_{C,h}, under JOINT times r_h.
     *
     * @param weights q_h(i) ÷ q(i)
     */
    public double coordinate(int component, double[] weights, Part part) {
        Ensemble own = ensembles().get(1 + component);
        double mean = perturbedTruth(own, weights).observable();
        return part == Part.FLUCTUATION ? mean : mean * Math.exp(logDensityRatio(own, weights));
    }

    /** log r_h of an ensemble. */
    public double logDensityRatio(Ensemble ensemble, double[] weights) {
        return truth(ensemble, 0).logMeanWeight(weights)
                - truth(Ensemble.full(WEIGHTS), 0).logMeanWeight(weights);
    }

    /** q_h(i) ÷ q(i). */
    static double[] weights(int[] pattern, double h) {
        double[] weights = new double[EXAMPLES];
        Arrays.fill(weights, 1 - h);
        for (int i : pattern) {
            weights[i] += h * EXAMPLES / pattern.length;
        }
        return weights;
    }

    public SusceptibilityEstimator estimator(double nBeta) {
        return new SusceptibilityEstimator(
                patternExamples(), system.contextOfExample(), EstimatorSettings.of(nBeta), 1);
    }

    /** Samples an ensemble and returns the statistics of its chains. */
    List<ChainSnapshot> sample(
            Ensemble ensemble,
            SamplerSettings sampler,
            ChainSettings settings,
            int chains,
            long seed) {
        return sample(ensemble, sampler, settings, chains, seed, null);
    }

    /** The same with the losses of units. */
    List<ChainSnapshot> sample(
            Ensemble ensemble,
            SamplerSettings sampler,
            ChainSettings settings,
            int chains,
            long seed,
            @Nullable LossUnits units) {
        float[] checkpointLosses = new float[EXAMPLES];
        EnergyView view = system.view(ensemble.moving(), EXAMPLES);
        view.exampleLosses(checkpoint, checkpointLosses);
        StatisticsPlan plan =
                StatisticsPlan.of(
                                checkpointLosses,
                                checkpointLosses.length,
                                patternExamples(),
                                settings,
                                chains,
                                StatisticsPlan.SUPER_BLOCKS)
                        .keeping(units);
        List<ChainSnapshot> snapshots = new ArrayList<>();
        for (int c = 0; c < chains; c++) {
            Chain chain = Chain.start(ChainPlan.of(system, ensemble, sampler, settings, seed, c));
            ChainStatistics statistics = new ChainStatistics(plan, c);
            chain.advance(
                    view, settings.draws(), (draw, losses) -> statistics.add(losses), () -> false);
            if (!(chain.status() instanceof ChainStatus.Finished)) {
                throw new AssertionError(chain.status());
            }
            snapshots.add(statistics.snapshot());
        }
        return snapshots;
    }

    /** The summary of a fresh sample. */
    public EnsembleSummary summary(
            Ensemble ensemble,
            SamplerSettings sampler,
            ChainSettings settings,
            int chains,
            long seed) {
        EnsembleSummary summary =
                estimator(sampler.nBeta())
                        .summarise(
                                ensemble.name(), sample(ensemble, sampler, settings, chains, seed));
        if (summary == null) {
            throw new AssertionError("no draws");
        }
        return summary;
    }
}
