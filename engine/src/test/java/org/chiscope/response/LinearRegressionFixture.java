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

/**
 * A linear regression of 48 examples and 8 weights, with two components and two patterns, and w*
 * off the minimum: every linear and quadratic term of the closed form counts. The patterns overlap
 * and leave examples out, so that no combination of their contrasts vanishes.
 */
final class LinearRegressionFixture {
    static final int EXAMPLES = 48;
    static final int WEIGHTS = 8;
    static final double N_BETA = 40;
    static final double LOCALIZATION = 10;

    final double[][] inputs = new double[EXAMPLES][WEIGHTS];
    final double[] targets = new double[EXAMPLES];
    final float[] checkpoint = new float[WEIGHTS];
    final List<Pattern> patterns =
            List.of(
                    new Pattern(
                            "first", "test", "the first twenty", IntStream.range(0, 20).toArray()),
                    new Pattern(
                            "third",
                            "test",
                            "every third",
                            IntStream.range(0, EXAMPLES / 3).map(i -> 3 * i).toArray()));
    final List<Component> components =
            List.of(
                    new Component(
                            "a",
                            Component.Kind.OTHER,
                            -1,
                            IndexSet.union(List.of(IndexSet.range(0, 3), IndexSet.range(5, 6)))),
                    new Component("b", Component.Kind.OTHER, -1, IndexSet.range(3, 5)));
    final LinearRegressionSystem system;

    LinearRegressionFixture() {
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
    List<Ensemble> ensembles() {
        List<Ensemble> ensembles = new ArrayList<>();
        ensembles.add(Ensemble.full(WEIGHTS));
        for (Component component : components) {
            ensembles.add(new Ensemble(component.name(), component.indices()));
        }
        return ensembles;
    }

    List<int[]> patternExamples() {
        return patterns.stream().map(Pattern::examples).toList();
    }

    /** The closed form of an ensemble; {@code stepSize} 0 for the exact posterior, else SGLD's. */
    GaussianTruth truth(Ensemble ensemble, double stepSize) {
        return truth(ensemble, N_BETA, stepSize);
    }

    GaussianTruth truth(Ensemble ensemble, double nBeta, double stepSize) {
        return new GaussianTruth(
                inputs, targets, checkpoint, ensemble.moving(), nBeta, LOCALIZATION, stepSize);
    }

    /** The closed form under q_h = q + h(q_k − q), q_k the pattern of those examples. */
    GaussianTruth perturbedTruth(Ensemble ensemble, int[] pattern, double h) {
        return new GaussianTruth(
                inputs,
                targets,
                checkpoint,
                ensemble.moving(),
                N_BETA,
                LOCALIZATION,
                0,
                weights(pattern, h));
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

    SusceptibilityEstimator estimator(double nBeta) {
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
        float[] checkpointLosses = new float[EXAMPLES];
        EnergyView view = system.view(ensemble.moving(), EXAMPLES);
        view.exampleLosses(checkpoint, checkpointLosses);
        StatisticsPlan plan =
                StatisticsPlan.of(checkpointLosses, patternExamples(), settings, chains);
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
    EnsembleSummary summary(
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
