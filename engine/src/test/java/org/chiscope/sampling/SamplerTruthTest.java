package org.chiscope.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.chiscope.math.GaussianNoise;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.chiscope.physics.Combination;
import org.chiscope.physics.Landscape;
import org.chiscope.physics.Monomial;
import org.chiscope.physics.Quadratic;
import org.chiscope.physics.ReducedRank;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.EnergyView;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sampler against systems whose posterior is known. */
class SamplerTruthTest {
    private static final double N_BETA = 30;

    /** L = ½wᵀAw, L_k = ½wᵀBw + bᵀw. */
    private static final EnergySystem TWO_BOWLS =
            Truth.system(
                    new Quadratic(new double[][] {{4, 0}, {0, 1}}, new double[2]),
                    Map.of(
                            "k",
                            new Quadratic(
                                    new double[][] {{2, 0.5}, {0.5, 1}},
                                    new double[] {0.3, -0.2})));

    private static final PosteriorSettings BOWL = new PosteriorSettings(N_BETA, 1);

    static List<SamplerSettings> exact() {
        return List.of(
                new MalaSettings(0.01, BOWL),
                new HmcSettings(0.1, BOWL, 6, 0),
                new HmcSettings(0.4, BOWL, 6, 0.8));
    }

    /**
     * w ~ N(0, Σ), Σ = diag(1/121, 1/31) since nβA + γ = diag(121, 31). So χ = −Cov(L, L_k − L) =
     * −½ tr(AΣ(B − A)Σ) = ½ · (4/121)(2/121) = 2.7321e-4 whatever b, and λ̂ = nβ⟨L⟩ = ½ nβ tr(AΣ) =
     * 0.97974.
     */
    @ParameterizedTest
    @MethodSource("exact")
    void adjustedSamplersAreExactOnTwoBowls(SamplerSettings sampler) {
        List<float[][]> chains = Truth.draws(TWO_BOWLS, sampler, new ChainSettings(200, 4000, 2));
        Truth.assertMean(2.7321e-4, Truth.each(chains, d -> -covariance(d)), "χ");
        Truth.assertMean(
                0.97974,
                Truth.each(chains, d -> N_BETA * Truth.meanLoss(d)),
                "local learning coefficient");
    }

    /**
     * Full-batch SGLD is v ← (1 − εP/2)v + noise on each eigen-direction, whose stationary variance
     * is 1/(P(1 − εP/4)): with ε = 0.008, σ₁ = 1/(121 · 0.758) and σ₂ = 1/(31 · 0.938), hence λ̂ =
     * ½ nβ(4σ₁ + σ₂) and χ = σ₁² · 4 · 2/2.
     */
    @Test
    void sgldHasItsDiscreteTruth() {
        double first = 1 / (121 * (1 - 0.008 * 121 / 4));
        double second = 1 / (31 * (1 - 0.008 * 31 / 4));
        List<float[][]> chains =
                Truth.draws(
                        TWO_BOWLS,
                        new SgldSettings(0.008, BOWL, MinibatchSettings.WHOLE),
                        new ChainSettings(200, 4000, 2));
        Truth.assertMean(4 * first * first, Truth.each(chains, d -> -covariance(d)), "χ");
        Truth.assertMean(
                0.5 * N_BETA * (4 * first + second),
                Truth.each(chains, d -> N_BETA * Truth.meanLoss(d)),
                "local learning coefficient");
    }

    /**
     * With V frozen after burn-in, preconditioned SGLD is SGLD with step εG_i in coordinate i: each
     * variance is 1/(P_i(1 − εG_iP_i/4)), with the very G of the chain's stored V.
     */
    @Test
    void preconditionedSgldHasItsDiscreteTruth() {
        PreconditionedSgldSettings sampler =
                new PreconditionedSgldSettings(0.002, BOWL, MinibatchSettings.WHOLE, 0.99, 0.05);
        Ensemble full = Ensemble.full(2);
        double[] excess = new double[Truth.CHAINS];
        for (int c = 0; c < excess.length; c++) {
            Chain chain =
                    Chain.start(
                            ChainPlan.of(
                                    TWO_BOWLS,
                                    full,
                                    sampler,
                                    new ChainSettings(500, 4000, 2),
                                    5,
                                    c));
            double[] sum = new double[1];
            chain.advance(
                    TWO_BOWLS.view(full.moving(), 0),
                    4000,
                    (draw, losses) -> sum[0] += (losses[0] + losses[1]) / 2.0,
                    () -> false);
            float[] squares = chain.state().memory();
            double truth = 0;
            double[] curvature = {4, 1};
            for (int i = 0; i < 2; i++) {
                double scale = 1 / (0.05 + Math.sqrt(squares[i]));
                double precision = N_BETA * curvature[i] + 1;
                truth += 0.5 * curvature[i] / (precision * (1 - 0.002 * scale * precision / 4));
            }
            excess[c] = sum[0] / 4000 - truth;
        }
        Truth.assertMean(0, excess, "⟨L⟩ less its truth");
    }

    /**
     * The symmetric splitting's bias is of order h²: on a harmonic well of frequency ω its variance
     * is off by about (hω)²/4 at most, 0.003 for h = 0.01 and ω² = 121, below the error of this
     * sample, about 0.005; the bound adds the two.
     */
    @Test
    void thermostatSamplesTwoBowlsWithWholeBatches() {
        List<float[][]> chains =
                Truth.draws(
                        TWO_BOWLS,
                        new SgnhtSettings(0.01, BOWL, MinibatchSettings.WHOLE, 5),
                        new ChainSettings(2000, 4000, 10));
        double[] lambda = Truth.each(chains, d -> N_BETA * Truth.meanLoss(d));
        double error = Truth.error(lambda);
        assertEquals(0.97974, Truth.mean(lambda), 0.003 + Truth.T_QUANTILE * error);
        assertTrue(error < 0.01, "error " + error);
    }

    /**
     * The gradient of every minibatch is off by independent noise of standard deviation 40 in each
     * coordinate (in units of the force). With step h that is a heat h · 40²/2 = 8 beside A = 5:
     * the friction settles at their sum, and the temperature stays right; SGLD at the same rate, ε
     * = h², would be heated by a fifth. The thermostat's time constant makes the mean of ξ known to
     * about 0.1 here.
     */
    @Test
    void thermostatTakesUpTheHeatOfMinibatches() {
        EnergySystem noisy = NoisyGradients.of(TWO_BOWLS, 40 / N_BETA);
        SgnhtSettings sampler = new SgnhtSettings(0.01, BOWL, new MinibatchSettings(1), 5);
        Ensemble full = Ensemble.full(2);
        double[] lambda = new double[Truth.CHAINS];
        double[] friction = new double[Truth.CHAINS];
        for (int c = 0; c < lambda.length; c++) {
            Chain chain =
                    Chain.start(
                            ChainPlan.of(
                                    noisy, full, sampler, new ChainSettings(5000, 1, 1), 5, c));
            LocalPosterior target = new LocalPosterior(noisy.view(full.moving(), 1), chain.plan());
            Sampler thermostat = Sampler.of(sampler);
            SamplerState state = thermostat.init(new float[2]);
            int steps = 60_000;
            for (int step = 0; step < steps; step++) {
                state =
                        thermostat
                                .step(target, state, new StepContext(chain.plan(), step, false))
                                .state();
                if (step >= 10_000) {
                    float[] w = state.position();
                    lambda[c] += N_BETA * 0.5 * (4 * w[0] * w[0] + w[1] * w[1]) / 50_000;
                    friction[c] += state.numbers()[0] / 50_000;
                }
            }
        }
        assertEquals(0.97974, Truth.mean(lambda), 0.01 + Truth.T_QUANTILE * Truth.error(lambda));
        assertEquals(
                5 + 0.01 * 40 * 40 / 2,
                Truth.mean(friction),
                0.2 + Truth.T_QUANTILE * Truth.error(friction));
    }

    /**
     * Mean Metropolis acceptance probability along an uncorrected SGLD chain, and acceptance rate
     * of MALA, for the energy nβ Σ w_i^{k_i} + (γ/2)‖w‖²: known values for nβ = 144.7648, from
     * other implementations, over 100,000 steps.
     */
    @ParameterizedTest
    @CsvSource({
        "2 0, 1e-2, 100, 0.584, 0.513",
        "2 0, 1e-2, 0.1, 0.725, 0.649",
        "2 0, 1e-3, 100, 0.981, 0.981",
        "2 2, 1e-2, 100, 0.539, 0.307"
    })
    void acceptanceAlongChains(
            String exponents, double stepSize, double localization, double sgld, double mala) {
        String[] k = exponents.split(" ");
        int dimension = k[1].equals("0") ? 1 : 2;
        Landscape landscape =
                dimension == 1
                        ? new Monomial(1, 2)
                        : Combination.sum(List.of(new Monomial(1, 2, 0), new Monomial(1, 0, 2)));
        PosteriorSettings posterior = new PosteriorSettings(144.7648, localization);
        EnergySystem system = Truth.system(landscape, Map.of());
        assertEquals(
                sgld,
                acceptance(system, new SgldSettings(stepSize, posterior, MinibatchSettings.WHOLE)),
                0.01);
        assertEquals(mala, acceptance(system, new MalaSettings(stepSize, posterior)), 0.01);
    }

    private static double acceptance(EnergySystem system, SamplerSettings settings) {
        Ensemble full = Ensemble.full(system.dimension());
        ChainPlan plan = ChainPlan.of(system, full, settings, new ChainSettings(0, 1, 1), 3, 0);
        LocalPosterior target = new LocalPosterior(system.view(full.moving(), 0), plan);
        Sampler sampler = Sampler.of(settings);
        SamplerState state = sampler.init(new float[system.dimension()]);
        double sum = 0;
        for (int step = 0; step < 100_000; step++) {
            Sampler.Step result = sampler.step(target, state, new StepContext(plan, step, true));
            state = result.state();
            sum += result.info().acceptance();
        }
        return sum / 100_000;
    }

    /**
     * λ̂ = nβ⟨L⟩ of L = 4 w₁^{2a} w₂^{2b} in the box ±1, by quadrature.
     *
     * <p>Step sizes. The stiffest curvature P where there is mass is that of w₂² at w₁ = 1: 8nβ =
     * 1158 for b = 1, and a fifth of it for higher exponents, which are flat at the bottom. A
     * leapfrog step must be shorter than 2/√P = 0.06, MALA's ε below 2/P. SGLD's variance is too
     * large by εP/4: 3 % at ε = 1e-4 for (0, 1), where P holds everywhere; for the others, whose P
     * shrinks along the valley, 2e-4 to 1e-3 stays below that.
     */
    @ParameterizedTest
    @CsvSource({
        "0, 1, 1e-4",
        "1, 1, 2e-4",
        "0, 2, 1e-3",
        "1, 2, 2e-4",
        "2, 2, 1e-3",
        "1, 3, 2e-4",
        "3, 3, 1e-3"
    })
    @Tag("long")
    void normalCrossingsInABox(int a, int b, double stepSize) {
        PosteriorSettings posterior = new PosteriorSettings(144.7648, 0, 0, 1);
        EnergySystem system = crossingSystem(a, b);
        double truth = quadrature(a, b, posterior);
        within(0.02, truth, system, new HmcSettings(0.03, posterior, 60, 0), 2);
        within(0.02, truth, system, new MalaSettings(1e-3, posterior), 50);
        within(
                0.05,
                truth,
                system,
                new SgldSettings(stepSize, posterior, MinibatchSettings.WHOLE),
                50);
    }

    /**
     * Without a box the valleys reach to |w| = 4, where the curvature is 16 times that at 1: steps
     * of a quarter of the length, and a sixteenth of ε.
     */
    @Test
    @Tag("long")
    void normalCrossingUnderLocalization() {
        PosteriorSettings posterior = new PosteriorSettings(144.7648, 1);
        within(
                0.02,
                quadrature(1, 1, posterior),
                crossingSystem(1, 1),
                new HmcSettings(0.008, posterior, 300, 0),
                2);
    }

    @Test
    void oneNormalCrossingInABox() {
        PosteriorSettings posterior = new PosteriorSettings(144.7648, 0, 0, 1);
        double truth = quadrature(1, 1, posterior);
        assertEquals(0.3799, truth, 5e-5);
        assertEquals(0.3833, quadrature(1, 1, new PosteriorSettings(144.7648, 1)), 5e-5);
        within(0.05, truth, crossingSystem(1, 1), new HmcSettings(0.03, posterior, 60, 0), 1);
    }

    private static EnergySystem crossingSystem(int a, int b) {
        return Truth.system(new Monomial(4, 2 * a, 2 * b), Map.of());
    }

    /**
     * The mean of the chains lies within {@code share} of the truth, and is known twice as well.
     */
    private static void within(
            double share,
            double truth,
            EnergySystem system,
            SamplerSettings sampler,
            int stepsBetweenDraws) {
        ChainSettings settings = new ChainSettings(2000, 8000, stepsBetweenDraws, 0.3);
        double[] lambda =
                Truth.each(
                        Truth.draws(system, sampler, settings),
                        d -> sampler.nBeta() * Truth.meanLoss(d));
        String what = sampler.name() + " " + Truth.mean(lambda) + " ± " + Truth.error(lambda);
        assertTrue(Truth.error(lambda) < share * truth / 2, what);
        assertEquals(truth, Truth.mean(lambda), share * truth, what);
    }

    /** By the trapezoidal rule in log w on both axes: the integrand is even in each coordinate. */
    private static double quadrature(int a, int b, PosteriorSettings posterior) {
        double end = posterior.box() > 0 ? Math.log(posterior.box()) : Math.log(8);
        int points = 4000;
        double start = -40;
        double step = (end - start) / points;
        double mass = 0;
        double sum = 0;
        for (int i = 0; i <= points; i++) {
            double x = Math.exp(start + i * step);
            double weightX = x * (i == 0 || i == points ? 0.5 : 1);
            double first = 4 * Math.pow(x, 2 * a);
            for (int j = 0; j <= points; j++) {
                double y = Math.exp(start + j * step);
                double loss = first * Math.pow(y, 2 * b);
                double energy =
                        posterior.nBeta() * loss + 0.5 * posterior.localization() * (x * x + y * y);
                double weight = weightX * y * (j == 0 || j == points ? 0.5 : 1) * Math.exp(-energy);
                mass += weight;
                sum += weight * loss;
            }
        }
        return posterior.nBeta() * sum / mass;
    }

    /** λ̂ of reduced-rank regression within 1.5 % of quadrature over singular values. */
    @ParameterizedTest
    @CsvSource({
        "5, 3, 5, 6.341, 6.119",
        "5, 4, 5, 7.939, 7.684",
        "4, 3, 8, 5.999, 5.960",
        "8, 3, 4, 5.999, 5.960",
        "3, 8, 4, 5.999, 5.960"
    })
    @Tag("long")
    void reducedRankRegression(int m, int h, int n, double cold, double warm) {
        for (double nBeta : new double[] {1e4, 144.76}) {
            double truth = singularValues(m, h, n, nBeta);
            assertEquals(nBeta == 1e4 ? cold : warm, truth, 2e-3);
            EnergySystem system = Truth.system(new ReducedRank(m, h, n), Map.of());
            HmcSettings sampler = new HmcSettings(0.02, new PosteriorSettings(nBeta, 1), 40, 0.8);
            double[] lambda =
                    Truth.each(
                            Truth.draws(system, sampler, new ChainSettings(600, 1200, 1, 0.3)),
                            d -> nBeta * Truth.meanLoss(d));
            String what = Truth.mean(lambda) + " ± " + Truth.error(lambda);
            assertTrue(Truth.error(lambda) < 0.0075 * truth, what);
            assertEquals(truth, Truth.mean(lambda), 0.015 * truth, what);
        }
    }

    /**
     * B is Gaussian given A and integrates to ∏(γ + 2nβs²)^{−n/2} over A's singular values s, whose
     * density under exp(−γ‖A‖²/2) is ∏ s^{|m − h|} ∏_{i<j}|s_i² − s_j²| e^{−γs²/2}. Since log Z =
     * log ∫, ⟨L⟩ = E Σ n s²/(γ + 2nβs²). The trapezoidal rule in log s, ordered.
     */
    private static double singularValues(int m, int h, int n, double nBeta) {
        int rank = Math.min(m, h);
        int points = rank == 3 ? 220 : 110;
        double start = Math.log(1e-6);
        double step = (Math.log(9) - start) / points;
        double[] weight = new double[points + 1];
        double[] square = new double[points + 1];
        double[] loss = new double[points + 1];
        for (int i = 0; i <= points; i++) {
            double s = Math.exp(start + i * step);
            square[i] = s * s;
            weight[i] =
                    s
                            * Math.pow(s, Math.abs(m - h))
                            * Math.pow(1 + 2 * nBeta * s * s, -0.5 * n)
                            * Math.exp(-0.5 * s * s);
            loss[i] = n * s * s / (1 + 2 * nBeta * s * s);
        }
        double[] sums = new double[2];
        addOrdered(rank, 0, points, weight, square, loss, new int[rank], 1, 0, sums);
        return nBeta * sums[1] / sums[0];
    }

    private static void addOrdered(
            int rank,
            int at,
            int top,
            double[] weight,
            double[] square,
            double[] loss,
            int[] chosen,
            double mass,
            double sum,
            double[] sums) {
        if (at == rank) {
            sums[0] += mass;
            sums[1] += mass * sum;
            return;
        }
        for (int i = 0; i <= top; i++) {
            double factor = weight[i];
            for (int j = 0; j < at; j++) {
                factor *= Math.abs(square[chosen[j]] - square[i]);
            }
            if (factor > 0) {
                chosen[at] = i;
                addOrdered(
                        rank,
                        at + 1,
                        i - 1,
                        weight,
                        square,
                        loss,
                        chosen,
                        mass * factor,
                        sum + loss[i],
                        sums);
            }
        }
    }

    /** λ̂(2L, nβ/2) = λ̂(L, nβ): the forces are the same numbers, so the chains are too. */
    @Test
    void twiceTheLossAtHalfTheTemperatureIsTheSameChain() {
        Landscape loss = new Monomial(4, 2, 4);
        EnergySystem once = Truth.system(loss, Map.of());
        EnergySystem twice = Truth.system(new Combination(List.of(loss), 2.0), Map.of());
        for (SamplerSettings sampler :
                List.of(
                        new SgldSettings(0.01, 20, 1, 0),
                        new MalaSettings(0.01, 20, 1),
                        new HmcSettings(0.1, new PosteriorSettings(20, 1), 4, 0.8),
                        new SgnhtSettings(
                                0.03, new PosteriorSettings(20, 1), MinibatchSettings.WHOLE, 1))) {
            SamplerSettings half = sampler.withPosterior(new PosteriorSettings(10, 1));
            ChainSettings settings = new ChainSettings(10, 200, 1, 0.2);
            float[][] first = Truth.draws(once, sampler, settings).getFirst();
            float[][] second = Truth.draws(twice, half, settings).getFirst();
            for (int t = 0; t < first.length; t++) {
                assertEquals(2 * first[t][0], second[t][0]);
            }
        }
    }

    /** Without noise, nβ = 1 and γ = 0, a step 2ε of SGLD is gradient descent at rate ε. */
    @Test
    void sgldWithoutNoiseIsGradientDescent() {
        ChainPlan plan =
                ChainPlan.of(
                        TWO_BOWLS,
                        Ensemble.full(2),
                        new SgldSettings(2e-3, 1, 0, 0),
                        new ChainSettings(0, 1, 1),
                        1,
                        0);
        LocalPosterior target = new LocalPosterior(TWO_BOWLS.view(IndexSet.range(0, 2), 0), plan);
        float[] from = {0.7f, -0.4f};
        float[] gradient = new float[2];
        target.full(from, gradient);
        Langevin.Scale scale = new Langevin.Scale(2e-3, null);
        float[] moved = Langevin.move(target, from, gradient, scale, RandomStream.of(1));
        float[] noise = new float[2];
        GaussianNoise.fill(RandomStream.of(1), noise, 0, 2);
        for (int i = 0; i < 2; i++) {
            double drift = moved[i] - Math.sqrt(2e-3) * noise[i];
            assertEquals(from[i] - 1e-3 * gradient[i], drift, 1e-7);
        }
    }

    /** Two minibatches of four are the mean of one minibatch of eight, beyond rounding. */
    @Test
    void accumulationChangesNothingBeyondRounding() {
        EnergySystem system = ChainTest.SYSTEM;
        Ensemble full = Ensemble.full(system.dimension());
        float[][] gradients = new float[2][3];
        double[] losses = new double[2];
        for (int way = 0; way < 2; way++) {
            int size = way == 0 ? 8 : 4;
            SamplerSettings sampler =
                    new SgldSettings(
                            0.01,
                            new PosteriorSettings(10, 5),
                            new MinibatchSettings(size, way + 1, false));
            ChainPlan plan = ChainPlan.of(system, full, sampler, new ChainSettings(0, 1, 1), 3, 0);
            LocalPosterior target = new LocalPosterior(system.view(full.moving(), size), plan);
            losses[way] =
                    target.stochastic(
                            new float[] {0.3f, 0.1f, -0.2f},
                            new StepContext(plan, 17, false),
                            gradients[way]);
        }
        assertEquals(losses[0], losses[1], 1e-12);
        assertArrayEquals(gradients[0], gradients[1], 1e-6f);
    }

    /** Chains that share minibatches meet the same ones; otherwise they do not. */
    @Test
    void sharedMinibatchesAreTheSameInAllChains() {
        for (boolean shared : new boolean[] {true, false}) {
            SamplerSettings sampler =
                    new SgldSettings(
                            0.01,
                            new PosteriorSettings(10, 5),
                            new MinibatchSettings(4, 1, shared));
            float[][] gradients = new float[2][3];
            for (int chain = 0; chain < 2; chain++) {
                ChainPlan plan =
                        ChainPlan.of(
                                ChainTest.SYSTEM,
                                Ensemble.full(3),
                                sampler,
                                new ChainSettings(0, 1, 1),
                                3,
                                chain);
                new LocalPosterior(ChainTest.SYSTEM.view(IndexSet.range(0, 3), 4), plan)
                        .stochastic(
                                new float[3], new StepContext(plan, 5, false), gradients[chain]);
            }
            assertEquals(shared, Arrays.equals(gradients[0], gradients[1]));
        }
    }

    /**
     * In a box of half width 1 without any energy the draws are uniform: ⟨w²⟩ = 1/3, that is ⟨L⟩ =
     * 1/6 for L = ½w². SGLD's reflected steps are symmetric, so it has no bias here.
     */
    @Test
    void wallsReflect() {
        EnergySystem system =
                Truth.system(new Quadratic(new double[][] {{1}}, new double[1]), Map.of());
        PosteriorSettings box = new PosteriorSettings(0, 0, 0, 1);
        for (SamplerSettings sampler :
                List.of(
                        new SgldSettings(0.5, box, MinibatchSettings.WHOLE),
                        new MalaSettings(0.5, box),
                        new HmcSettings(0.7, box, 5, 0),
                        new SgnhtSettings(0.3, box, MinibatchSettings.WHOLE, 1))) {
            List<float[][]> chains = Truth.draws(system, sampler, new ChainSettings(100, 3000, 3));
            Truth.assertMean(1.0 / 6, Truth.each(chains, Truth::meanLoss), sampler.name());
        }
    }

    /** Weight decay κ adds to the precision: ⟨½w²⟩ = ½/(nβ + κ) for w* = 0 and γ = 0. */
    @Test
    void weightDecayIsAPriorAroundZero() {
        EnergySystem system =
                Truth.system(new Quadratic(new double[][] {{1}}, new double[1]), Map.of());
        List<float[][]> chains =
                Truth.draws(
                        system,
                        new MalaSettings(0.05, new PosteriorSettings(10, 0, 5, 0)),
                        new ChainSettings(100, 3000, 3));
        Truth.assertMean(0.5 / 15, Truth.each(chains, Truth::meanLoss), "⟨L⟩");
    }

    /** −Cov(L, L_k − L) with the sign left to the caller; example 0 is L_k, the mean is L. */
    private static double covariance(float[][] draws) {
        int n = draws.length;
        double meanLoss = 0;
        double meanContrast = 0;
        for (float[] losses : draws) {
            double loss = (losses[0] + (double) losses[1]) / 2;
            meanLoss += loss / n;
            meanContrast += (losses[0] - loss) / n;
        }
        double sum = 0;
        for (float[] losses : draws) {
            double loss = (losses[0] + (double) losses[1]) / 2;
            sum += (loss - meanLoss) * (losses[0] - loss - meanContrast);
        }
        return sum / (n - 1);
    }

    /** A system whose minibatch gradients are off by Gaussian noise. */
    private static final class NoisyGradients {
        private NoisyGradients() {}

        static EnergySystem of(EnergySystem system, double deviation) {
            return new ForwardingSystem(system) {
                @Override
                public EnergyView view(IndexSet moving, int batchSize) {
                    EnergyView view = system.view(moving, batchSize);
                    return new EnergyView() {
                        @Override
                        public double minibatchGradient(
                                float[] parameters, RandomStream random, float[] gradient) {
                            double loss = view.fullGradient(parameters, gradient);
                            for (int i = 0; i < gradient.length; i++) {
                                gradient[i] += (float) (deviation * random.nextGaussian());
                            }
                            return loss;
                        }

                        @Override
                        public double fullGradient(float[] parameters, float[] gradient) {
                            return view.fullGradient(parameters, gradient);
                        }

                        @Override
                        public void exampleLosses(float[] parameters, float[] losses) {
                            view.exampleLosses(parameters, losses);
                        }
                    };
                }
            };
        }
    }
}
