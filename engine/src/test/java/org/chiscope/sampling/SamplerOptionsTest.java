package org.chiscope.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
import org.chiscope.system.EnergySystem;
import org.junit.jupiter.api.Test;

/** What the options of samplers do, and what must not depend on how a step is asked for. */
class SamplerOptionsTest {
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
                                0.03, new PosteriorSettings(20, 1), MinibatchSettings.WHOLE, 1),
                        new GaussianSettings(new MalaSettings(0.01, 20, 1)))) {
            SamplerSettings half = sampler.withPosterior(new PosteriorSettings(10, 1));
            ChainSettings settings = new ChainSettings(20, 200, 1, 0.2);
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
                        SamplerTruthTest.TWO_BOWLS,
                        Ensemble.full(2),
                        new SgldSettings(2e-3, 1, 0, 0),
                        new ChainSettings(0, 1, 1),
                        1,
                        0);
        LocalPosterior target =
                new LocalPosterior(SamplerTruthTest.TWO_BOWLS.view(IndexSet.range(0, 2), 0), plan);
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
}
