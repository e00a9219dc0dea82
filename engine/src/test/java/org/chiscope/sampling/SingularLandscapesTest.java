package org.chiscope.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.chiscope.physics.Monomial;
import org.chiscope.physics.ReducedRank;
import org.chiscope.system.EnergySystem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Local learning coefficients of singular landscapes against quadrature, at finite temperature. */
class SingularLandscapesTest {
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
}
