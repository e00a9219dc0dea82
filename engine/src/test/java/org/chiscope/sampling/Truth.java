package org.chiscope.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.chiscope.physics.Landscape;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.EnergyView;
import org.chiscope.system.LandscapeSystem;

/** Samples small systems and compares with what is known. */
final class Truth {
    /** Chains of a test. */
    static final int CHAINS = 24;

    /** The 99.95 % quantile of Student's t with 23 degrees of freedom. */
    static final double T_QUANTILE = 3.768;

    private Truth() {}

    static EnergySystem system(Landscape base, Map<String, ? extends Landscape> patterns) {
        return new LandscapeSystem(base, patterns, new float[base.dimension()], List.of());
    }

    /** The draws' example losses, {@code [chain][draw][example]}, of chains that must not fail. */
    static List<float[][]> draws(
            EnergySystem system, SamplerSettings sampler, ChainSettings settings) {
        Ensemble full = Ensemble.full(system.dimension());
        EnergyView view = system.view(full.moving(), sampler.minibatch().size());
        List<float[][]> all = new ArrayList<>();
        for (int c = 0; c < CHAINS; c++) {
            List<float[]> draws = new ArrayList<>();
            Chain chain = Chain.start(ChainPlan.of(system, full, sampler, settings, 5, c));
            chain.advance(
                    view,
                    settings.draws(),
                    (draw, losses) -> draws.add(losses.clone()),
                    () -> false);
            assertTrue(chain.status() instanceof ChainStatus.Finished, chain.status().toString());
            all.add(draws.toArray(float[][]::new));
        }
        return all;
    }

    /** One number a chain. */
    static double[] each(List<float[][]> chains, ToDoubleFunction<float[][]> estimate) {
        return chains.stream().mapToDouble(estimate).toArray();
    }

    /** The mean of L, which is that of all example losses. */
    static double meanLoss(float[][] draws) {
        double sum = 0;
        for (float[] losses : draws) {
            double loss = 0;
            for (float z : losses) {
                loss += z;
            }
            sum += loss / losses.length;
        }
        return sum / draws.length;
    }

    /**
     * Independent estimates of {@code truth}, one a chain: Student's t of their mean. The bound is
     * that of a two-sided test at level 0.001, fixed beforehand.
     */
    static void assertMean(double truth, double[] estimates, String what) {
        assertEquals(CHAINS, estimates.length);
        double mean = mean(estimates);
        double t = (mean - truth) / error(estimates);
        assertTrue(
                Math.abs(t) < T_QUANTILE,
                what + ": " + mean + " instead of " + truth + ", t = " + t);
    }

    static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** Standard error of the mean of independent values. */
    static double error(double[] values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.length - 1.0) / values.length);
    }
}
