package org.chiscope.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.chiscope.physics.Quadratic;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.EnergyView;
import org.chiscope.system.ForwardingSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Gaussian control on a valley across both coordinates: L = ½wᵀAw with A = (2 1.5; 1.5 2), nβ =
 * 30 and γ = 1, so P = nβA + γ has the eigenvalues 106 along (1, 1)/√2 and 16 along (1, −1)/√2.
 *
 * <p>The base is full-batch SGLD of ε = 0.01, whose truth is known: along an eigenvector v ← ρv +
 * N(0, ε), ρ = 1 − εP/2, so its variance is s = 1/(P(1 − εP/4)) and its autocovariance sρ^t. Bounds
 * are 4.5 standard deviations: chance exceeds one in a run in 150,000.
 */
class GaussianDrawsTest {
    private static final double STEP = 0.01;
    private static final double DEVIATIONS = 4.5;
    private static final double[][] LOSS = {{2, 1.5}, {1.5, 2}};
    private static final double[][] PATTERN = {{1, 0.4}, {0.4, 3}};
    private static final EnergySystem VALLEY =
            Truth.system(
                    new Quadratic(LOSS, new double[2]),
                    Map.of("k", new Quadratic(PATTERN, new double[2])));
    private static final PosteriorSettings POSTERIOR = new PosteriorSettings(30, 1);
    private static final SgldSettings BASE =
            new SgldSettings(STEP, POSTERIOR, MinibatchSettings.WHOLE);

    private static final double[] MEMORY = {1 - STEP * 106 / 2, 1 - STEP * 16 / 2};
    private static final double[] VARIANCE = {
        1 / (106 * (1 - STEP * 106 / 4)), 1 / (16 * (1 - STEP * 16 / 4))
    };
    private static final double DIAGONAL = (VARIANCE[0] + VARIANCE[1]) / 2;
    private static final double OFF_DIAGONAL = (VARIANCE[0] - VARIANCE[1]) / 2;

    private static Chain chain(SamplerSettings sampler, ChainSettings settings, int chain) {
        return Chain.start(ChainPlan.of(VALLEY, Ensemble.full(2), sampler, settings, 5, chain));
    }

    /** Positions at all draws that the chain has left to make. */
    private static List<float[]> positions(Chain chain) {
        EnergyView view = VALLEY.view(IndexSet.range(0, 2), 0);
        List<float[]> positions = new ArrayList<>();
        while (chain.status() instanceof ChainStatus.Running) {
            chain.advance(view, 1, (draw, losses) -> {}, () -> false);
            positions.add(chain.state().position());
        }
        assertInstanceOf(ChainStatus.Finished.class, chain.status());
        return positions;
    }

    /**
     * E v_i² = (s₁ + s₂)/2. Since v is Gaussian, Cov(v_t², v_0²) = 2c_t² with c_t = ½ Σ_k s_k
     * ρ_k^t, so a mean over m steps has variance (2/m) Σ_t c_t² = (1/2m) Σ_kl s_k s_l (1 +
     * ρ_kρ_l)/(1 − ρ_kρ_l).
     */
    @Test
    void theSpreadIsTheSecondMomentOfTheBase() {
        int steps = 2000;
        double variance = 0;
        for (int k = 0; k < 2; k++) {
            for (int l = 0; l < 2; l++) {
                double product = MEMORY[k] * MEMORY[l];
                variance += VARIANCE[k] * VARIANCE[l] * (1 + product) / (1 - product) / (2 * steps);
            }
        }
        double[] mean = new double[2];
        for (int c = 0; c < Truth.CHAINS; c++) {
            Chain chain = chain(new GaussianSettings(BASE), new ChainSettings(2 * steps, 1, 1), c);
            positions(chain);
            for (int i = 0; i < 2; i++) {
                mean[i] += chain.state().memory()[i] / Truth.CHAINS;
            }
        }
        double bound = DEVIATIONS * Math.sqrt(variance / Truth.CHAINS);
        assertTrue(bound < 0.1 * DIAGONAL, "a bound that tells something: " + bound);
        assertEquals(DIAGONAL, mean[0], bound);
        assertEquals(DIAGONAL, mean[1], bound);
    }

    static List<SamplerSettings> learningBases() {
        return List.of(
                new PreconditionedSgldSettings(
                        0.002, POSTERIOR, MinibatchSettings.WHOLE, 0.99, 0.05),
                new HmcSettings(0.02, POSTERIOR, 5, 0.8),
                new SgnhtSettings(0.05, POSTERIOR, MinibatchSettings.WHOLE, 1));
    }

    /**
     * The second half of the burn-in is a chain of the base that adapted in the first: the same
     * steps, whose squares are averaged here in double and there in float, 150 roundings of 6e-8.
     */
    @ParameterizedTest
    @MethodSource("learningBases")
    void theBaseIsFrozenWhileItsSpreadIsMeasured(SamplerSettings base) {
        Chain control = chain(new GaussianSettings(base), new ChainSettings(300, 1, 1), 3);
        positions(control);
        double[] mean = new double[2];
        for (float[] position : positions(chain(base, new ChainSettings(150, 150, 1), 3))) {
            for (int i = 0; i < 2; i++) {
                mean[i] += (double) position[i] * position[i] / 150;
            }
        }
        assertEquals(mean[0], control.state().memory()[0], 1e-5 * mean[0]);
        assertEquals(mean[1], control.state().memory()[1], 1e-5 * mean[1]);
    }

    /**
     * In units of each chain's own spread the draws are independent N(0, 1): products of different
     * ones have mean 0 and variance 1, squares mean 1 and variance 2. The base's coordinates have
     * correlation r = −0.67; 50 steps apart, ρ^100 = 2e-4, its draws are as good as independent,
     * and the product of two coordinates has variance 1 + r².
     */
    @Test
    void itsDrawsAreIndependentOfEachOtherAndAcrossCoordinates() {
        int draws = 500;
        double squares = 0;
        double across = 0;
        double along = 0;
        double ofBase = 0;
        double count = (double) Truth.CHAINS * draws;
        for (int c = 0; c < Truth.CHAINS; c++) {
            Chain chain = chain(new GaussianSettings(BASE), new ChainSettings(200, draws, 1), c);
            List<float[]> positions = positions(chain);
            float[] spread = chain.state().memory();
            for (int t = 0; t < draws; t++) {
                double first = positions.get(t)[0] / Math.sqrt(spread[0]);
                double second = positions.get(t)[1] / Math.sqrt(spread[1]);
                double before = positions.get((t + 1) % draws)[0] / Math.sqrt(spread[0]);
                squares += (first * first + second * second) / (2 * count);
                across += first * second / count;
                along += first * before / count;
            }
            for (float[] v : positions(chain(BASE, new ChainSettings(200, draws, 50), c))) {
                ofBase += (double) v[0] * v[1] / DIAGONAL / count;
            }
        }
        double deviation = 1 / Math.sqrt(count);
        assertEquals(1, squares, DEVIATIONS * deviation);
        assertEquals(0, across, DEVIATIONS * deviation);
        assertEquals(0, along, DEVIATIONS * deviation);
        double r = OFF_DIAGONAL / DIAGONAL;
        assertEquals(r, ofBase, DEVIATIONS * deviation * Math.sqrt(1 + r * r));
    }

    /**
     * χ = −½ tr(AΣDΣ) with D = B − A and the diagonal Σ of each chain (theory.md, section 2). Of n
     * independent draws the sample covariance of two quadratic forms X, Y has variance κ/n + (Var X
     * Var Y + Cov²)/(n − 1), where with a = AΣ and d = DΣ: Var X = ½ tr a², Cov = ½ tr ad and the
     * joint cumulant κ = κ(X, X, Y, Y) = 2 tr a²d² + tr adad. The base's own χ, with the
     * off-diagonal of its Σ, lies far outside.
     */
    @Test
    void susceptibilitiesAreThoseOfTheDiagonalItUsed() {
        int draws = 4000;
        double excess = 0;
        double variance = 0;
        double truth = 0;
        double[][] contrast = new double[2][2];
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                contrast[i][j] = PATTERN[i][j] - LOSS[i][j];
            }
        }
        for (int c = 0; c < Truth.CHAINS; c++) {
            Chain chain = chain(new GaussianSettings(BASE), new ChainSettings(400, draws, 1), c);
            double[][] xy = new double[2][draws];
            chain.advance(
                    VALLEY.view(IndexSet.range(0, 2), 0),
                    draws,
                    (draw, losses) -> {
                        xy[0][draw] = ((double) losses[0] + losses[1]) / 2;
                        xy[1][draw] = losses[0] - xy[0][draw];
                    },
                    () -> false);
            float[] spread = chain.state().memory();
            double[][] sigma = {{spread[0], 0}, {0, spread[1]}};
            double[][] a = product(LOSS, sigma);
            double[][] d = product(contrast, sigma);
            double covariance = trace(product(a, d)) / 2;
            double cumulant =
                    2 * trace(product(product(a, a), product(d, d)))
                            + trace(product(product(a, d), product(a, d)));
            double variances = trace(product(a, a)) / 2 * trace(product(d, d)) / 2;
            truth -= covariance / Truth.CHAINS;
            excess += sampleCovariance(xy[0], xy[1]) - covariance;
            variance += cumulant / draws + (variances + covariance * covariance) / (draws - 1.0);
        }
        assertEquals(0, excess, DEVIATIONS * Math.sqrt(variance));
        double[][] full = {{DIAGONAL, OFF_DIAGONAL}, {OFF_DIAGONAL, DIAGONAL}};
        double ofBase = -trace(product(product(LOSS, full), product(contrast, full))) / 2;
        assertTrue(
                Math.abs(ofBase - truth) > 10 * Math.sqrt(variance) / Truth.CHAINS,
                ofBase + " and " + truth);
    }

    private static double sampleCovariance(double[] x, double[] y) {
        double meanX = Truth.mean(x);
        double meanY = Truth.mean(y);
        double sum = 0;
        for (int t = 0; t < x.length; t++) {
            sum += (x[t] - meanX) * (y[t] - meanY);
        }
        return sum / (x.length - 1.0);
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] product = new double[2][2];
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                product[i][j] = a[i][0] * b[0][j] + a[i][1] * b[1][j];
            }
        }
        return product;
    }

    private static double trace(double[][] a) {
        return a[0][0] + a[1][1];
    }

    /** The spread is about w*, wherever the posterior's mean is: here the pull of the loss to 0. */
    @Test
    void drawsLieAboutTheCheckpoint() {
        EnergySystem pulled =
                new ForwardingSystem(VALLEY) {
                    @Override
                    public float[] checkpoint() {
                        return new float[] {3, -2};
                    }
                };
        ChainPlan plan =
                ChainPlan.of(
                        pulled,
                        Ensemble.full(2),
                        new GaussianSettings(BASE),
                        new ChainSettings(400, 2000, 1),
                        5,
                        0);
        Chain chain = Chain.start(plan);
        List<float[]> positions = positions(chain);
        float[] spread = chain.state().memory();
        // The posterior's mean is near 0, some 3 and 2 away from w*.
        assertTrue(spread[0] > 4 && spread[1] > 2, Arrays.toString(spread));
        for (int i = 0; i < 2; i++) {
            double sum = 0;
            for (float[] position : positions) {
                sum += position[i] / 2000;
            }
            assertEquals(
                    plan.checkpoint()[i], sum, DEVIATIONS * Math.sqrt(spread[i] / 2000), "w" + i);
        }
    }

    @Test
    void afterBurnInItTakesNoGradientAndNoStepBetweenDraws() {
        AtomicInteger gradients = new AtomicInteger();
        EnergySystem counting =
                new ForwardingSystem(VALLEY) {
                    @Override
                    public EnergyView view(IndexSet moving, int batchSize) {
                        return new CountingView(VALLEY.view(moving, batchSize), gradients);
                    }
                };
        SamplerSettings sampler = new GaussianSettings(BASE);
        ChainPlan plan =
                ChainPlan.of(
                        counting, Ensemble.full(2), sampler, new ChainSettings(40, 30, 7), 5, 0);
        Chain chain = Chain.start(plan);
        EnergyView view = counting.view(IndexSet.range(0, 2), 0);
        float[] last = new float[0];
        for (int draw = 0; draw < 30; draw++) {
            chain.advance(view, 1, (t, losses) -> {}, () -> false);
            assertTrue(!Arrays.equals(last, chain.state().position()));
            last = chain.state().position();
        }
        assertEquals(40, gradients.get());
        assertTrue(Double.isNaN(chain.state().acceptance()));
        assertTrue(Double.isNaN(MinibatchHeat.measure(view, plan, 4)));
        assertEquals(2, chain.state().memory().length);
    }

    /** Between draws nothing moves, so that a draw is the same wherever the chain was stored. */
    @Test
    void stepsBetweenDrawsLeaveTheChainWhereItIs() {
        Chain chain = chain(new GaussianSettings(BASE), new ChainSettings(40, 30, 7), 0);
        EnergyView view = VALLEY.view(IndexSet.range(0, 2), 0);
        chain.advance(view, 2, (t, losses) -> {}, () -> false);
        float[] drawn = chain.state().position();
        AtomicInteger left = new AtomicInteger(6);
        chain.advance(view, 1, (t, losses) -> {}, () -> left.getAndDecrement() == 0);
        assertEquals(40 + 2 * 7 + 6, chain.state().steps());
        assertArrayEquals(drawn, chain.state().position());
    }

    @Test
    void aBaseThatNeverMovesHasNoSpread() {
        Chain chain =
                chain(
                        new GaussianSettings(new MalaSettings(500, POSTERIOR)),
                        new ChainSettings(40, 30, 1, 0.1),
                        0);
        chain.advance(VALLEY.view(IndexSet.range(0, 2), 0), 30, (draw, losses) -> {}, () -> false);
        ChainStatus.Failed failed = assertInstanceOf(ChainStatus.Failed.class, chain.status());
        assertEquals(
                "Chain 0 of full is stuck during burn-in (step 40): no step of its second half moved"
                        + " it, so there is no spread to draw from; use a step size smaller than"
                        + " 500.0.",
                failed.sentence());
        assertEquals(0, chain.draws());
    }

    private record CountingView(EnergyView view, AtomicInteger gradients) implements EnergyView {
        @Override
        public double minibatchGradient(float[] parameters, RandomStream random, float[] gradient) {
            gradients.incrementAndGet();
            return view.minibatchGradient(parameters, random, gradient);
        }

        @Override
        public double fullGradient(float[] parameters, float[] gradient) {
            gradients.incrementAndGet();
            return view.fullGradient(parameters, gradient);
        }

        @Override
        public void exampleLosses(float[] parameters, float[] losses) {
            view.exampleLosses(parameters, losses);
        }
    }
}
