package org.chiscope.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.chiscope.physics.Combination;
import org.chiscope.physics.Landscape;
import org.chiscope.physics.Monomial;
import org.chiscope.physics.Quadratic;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.EnergyView;
import org.chiscope.system.ForwardingSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sampler against systems whose posterior is known. */
class SamplerTruthTest {
    private static final double N_BETA = 30;

    /** L = ½wᵀAw, L_k = ½wᵀBw + bᵀw. */
    static final EnergySystem TWO_BOWLS =
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
