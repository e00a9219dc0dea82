package org.chiscope.response;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chiscope.data.Pattern;
import org.chiscope.physics.Combination;
import org.chiscope.physics.Landscape;
import org.chiscope.physics.Monomial;
import org.chiscope.physics.Quadratic;
import org.chiscope.sampling.Chain;
import org.chiscope.sampling.ChainPlan;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.Ensemble;
import org.chiscope.sampling.MalaSettings;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.EnergyView;
import org.chiscope.system.LandscapeSystem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How often the 95 % intervals hold the truth, over 1,000 runs of MALA with seeds 1 to 1,000, in
 * five cells named beforehand. The bound, 93 to 97 %, is the issue's; the share of 1,000 runs is
 * itself known to 0.7 %. Sixteen chains, because the floor of the error (the spread of chains) is a
 * maximum with a noisy number, which widens intervals the more the fewer chains there are.
 */
@Tag("long")
class CoverageTest {
    private static final int RUNS = 1_000;
    private static final int CHAINS = 16;

    /** Counts intervals that hold the truth. */
    private static final class Tally {
        private final List<String> names = new ArrayList<>();
        private final List<Integer> held = new ArrayList<>();
        private int next;

        void start() {
            next = 0;
        }

        void add(String name, Estimate estimate, double truth) {
            if (next == names.size()) {
                names.add(name);
                held.add(0);
            }
            boolean holds = Math.abs(estimate.value() - truth) <= estimate.halfWidth(0.95);
            held.set(next, held.get(next) + (holds ? 1 : 0));
            next++;
        }

        void check() {
            for (int held : held) {
                assertTrue(held >= 0.93 * RUNS && held <= 0.97 * RUNS, toString());
            }
        }

        @Override
        public String toString() {
            return names + " held the truth in " + held + " of " + RUNS + " runs";
        }
    }

    @Test
    void linearRegression() {
        LinearRegressionFixture fixture = new LinearRegressionFixture();
        MalaSettings sampler =
                new MalaSettings(
                        0.01, LinearRegressionFixture.N_BETA, LinearRegressionFixture.LOCALIZATION);
        ChainSettings settings = new ChainSettings(100, 300, 2);
        Ensemble all = fixture.ensembles().get(0);
        Ensemble first = fixture.ensembles().get(1);
        Ensemble second = fixture.ensembles().get(2);
        int[][] patterns = fixture.patternExamples().toArray(int[][]::new);
        GaussianTruth fullTruth = fixture.truth(all, 0);
        GaussianTruth firstTruth = fixture.truth(first, 0);
        GaussianTruth secondTruth = fixture.truth(second, 0);
        Tally tally = new Tally();
        for (int seed = 1; seed <= RUNS; seed++) {
            SusceptibilityEstimator estimator = fixture.estimator(sampler.nBeta());
            EnsembleSummary full = fixture.summary(all, sampler, settings, CHAINS, seed);
            SusceptibilityRow ofFull = estimator.row(full, full);
            SusceptibilityRow ofFirst =
                    estimator.row(fixture.summary(first, sampler, settings, CHAINS, seed), full);
            SusceptibilityRow ofSecond =
                    estimator.row(fixture.summary(second, sampler, settings, CHAINS, seed), full);
            tally.start();
            tally.add(
                    "full fluctuation",
                    ofFull.cells().get(0).fluctuation(),
                    fullTruth.fluctuation(patterns[0]));
            tally.add(
                    "first fluctuation",
                    ofFirst.cells().get(1).fluctuation(),
                    firstTruth.fluctuation(patterns[1]));
            tally.add(
                    "first shift",
                    ofFirst.cells().get(0).shift(),
                    firstTruth.shift(patterns[0], fullTruth));
            tally.add(
                    "second joint",
                    ofSecond.cells().get(1).joint(),
                    secondTruth.fluctuation(patterns[1])
                            + secondTruth.shift(patterns[1], fullTruth));
            tally.add("second lambda", ofSecond.lambda(), secondTruth.lambda());
        }
        tally.check();
    }

    /**
     * L = w₀⁴ + ½w₀²w₁² + ½w₁², far from a Gaussian at nβ = 5 and γ = 1; two patterns. The truth is
     * a sum over a grid: the integrand is smooth and below e^{−50} at its edges, so the sum
     * converges faster than any power of the step.
     */
    @Test
    void aLandscapeThatIsNoBowl() {
        double nBeta = 5;
        double localization = 1;
        Landscape base =
                Combination.sum(
                        List.of(
                                new Monomial(1, 4, 0),
                                new Monomial(0.5, 2, 2),
                                new Monomial(0.5, 0, 2)));
        Map<String, Landscape> patterns = new LinkedHashMap<>();
        patterns.put(
                "bowl",
                new Quadratic(new double[][] {{1, 0.5}, {0.5, 0}}, new double[] {-0.5, 0.2}));
        patterns.put("quartic", new Combination(List.of(new Monomial(1, 2, 2)), 3));
        EnergySystem system = new LandscapeSystem(base, patterns, new float[2], List.of());
        Ensemble all = Ensemble.full(2);
        Ensemble first = new Ensemble("w0", system.component("w0").indices());
        List<Landscape> columns = List.copyOf(patterns.values());
        Grid full = new Grid(base, columns, nBeta, localization, true);
        Grid restricted = new Grid(base, columns, nBeta, localization, false);
        MalaSettings sampler = new MalaSettings(0.15, nBeta, localization);
        ChainSettings settings = new ChainSettings(100, 400, 4);
        Tally tally = new Tally();
        for (int seed = 1; seed <= RUNS; seed++) {
            SusceptibilityEstimator estimator =
                    new SusceptibilityEstimator(
                            system.patterns().stream().map(Pattern::examples).toList(),
                            system.contextOfExample(),
                            EstimatorSettings.of(nBeta),
                            1);
            EnsembleSummary ofAll = summary(system, all, estimator, sampler, settings, seed);
            SusceptibilityRow fullRow = estimator.row(ofAll, ofAll);
            SusceptibilityRow row =
                    estimator.row(
                            summary(system, first, estimator, sampler, settings, seed), ofAll);
            tally.start();
            tally.add("full × bowl", fullRow.cells().get(0).fluctuation(), full.fluctuation(0));
            tally.add("full × quartic", fullRow.cells().get(1).fluctuation(), full.fluctuation(1));
            tally.add("w0 × bowl", row.cells().get(0).fluctuation(), restricted.fluctuation(0));
            tally.add(
                    "w0 × bowl, joint",
                    row.cells().get(0).joint(),
                    restricted.fluctuation(0) + restricted.shift(0, full));
            tally.add("full lambda", fullRow.lambda(), nBeta * full.meanLoss());
        }
        tally.check();
    }

    private static EnsembleSummary summary(
            EnergySystem system,
            Ensemble ensemble,
            SusceptibilityEstimator estimator,
            MalaSettings sampler,
            ChainSettings settings,
            long seed) {
        float[] losses = new float[system.examples()];
        EnergyView view = system.view(ensemble.moving(), 0);
        view.exampleLosses(system.checkpoint(), losses);
        StatisticsPlan plan =
                StatisticsPlan.of(
                        losses,
                        losses.length,
                        system.patterns().stream().map(Pattern::examples).toList(),
                        settings,
                        CHAINS,
                        StatisticsPlan.SUPER_BLOCKS);
        List<ChainSnapshot> chains = new ArrayList<>();
        for (int c = 0; c < CHAINS; c++) {
            ChainStatistics statistics = new ChainStatistics(plan, c);
            Chain.start(ChainPlan.of(system, ensemble, sampler, settings, seed, c))
                    .advance(
                            view,
                            settings.draws(),
                            (draw, example) -> statistics.add(example),
                            () -> false);
            chains.add(statistics.snapshot());
        }
        EnsembleSummary summary = estimator.summarise(ensemble.name(), chains);
        if (summary == null) {
            throw new AssertionError("no draws");
        }
        return summary;
    }

    /** Exact expectations by a sum over a grid; w₁ = 0 where only w₀ moves. */
    private static final class Grid {
        private final double meanLoss;
        private final double[] meanContrast;
        private final double[] covariance;

        Grid(
                Landscape base,
                List<Landscape> patterns,
                double nBeta,
                double localization,
                boolean both) {
            int half = 600;
            double step = 0.01;
            double mass = 0;
            double loss = 0;
            double[] contrast = new double[patterns.size()];
            double[] product = new double[contrast.length];
            for (int i = -half; i <= half; i++) {
                for (int j = both ? -half : 0; j <= (both ? half : 0); j++) {
                    double[] w = {i * step, j * step};
                    double energy = base.energy(w);
                    double weight =
                            Math.exp(
                                    -nBeta * energy
                                            - 0.5 * localization * (w[0] * w[0] + w[1] * w[1]));
                    mass += weight;
                    loss += weight * energy;
                    for (int k = 0; k < contrast.length; k++) {
                        double away = patterns.get(k).energy(w) - energy;
                        contrast[k] += weight * away;
                        product[k] += weight * away * energy;
                    }
                }
            }
            meanLoss = loss / mass;
            meanContrast = new double[contrast.length];
            covariance = new double[contrast.length];
            for (int k = 0; k < contrast.length; k++) {
                meanContrast[k] = contrast[k] / mass;
                covariance[k] = product[k] / mass - meanLoss * meanContrast[k];
            }
        }

        double meanLoss() {
            return meanLoss;
        }

        double fluctuation(int k) {
            return -covariance[k];
        }

        double shift(int k, Grid full) {
            return -meanLoss * (meanContrast[k] - full.meanContrast[k]);
        }
    }
}
