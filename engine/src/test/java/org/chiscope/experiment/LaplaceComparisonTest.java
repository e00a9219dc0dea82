package org.chiscope.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chiscope.geometry.Hessian;
import org.chiscope.geometry.LaplaceRow;
import org.chiscope.geometry.SmallNetwork;
import org.chiscope.math.IndexSet;
import org.chiscope.network.Activation;
import org.chiscope.network.Component;
import org.chiscope.physics.Monomial;
import org.chiscope.response.Estimate;
import org.chiscope.sampling.MalaSettings;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.LandscapeSystem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaplaceComparisonTest {

    private static Component component(String name, int from, int to) {
        return new Component(name, Component.Kind.OTHER, -1, IndexSet.range(from, to));
    }

    /** 2w₀² over more coordinates than a Hessian is formed for. */
    private static EnergySystem large() {
        int size = Hessian.LIMIT + 50;
        int[] exponents = new int[size];
        exponents[0] = 2;
        Monomial base = new Monomial(2, exponents);
        return new LandscapeSystem(
                base,
                Map.of("k", base),
                new float[size],
                List.of(
                        component("small", 0, 3),
                        component("large", 0, Hessian.LIMIT + 1),
                        component("larger", 0, size)));
    }

    private static LaplaceComparison of(EnergySystem system, Selection components, double gamma)
            throws Exception {
        Experiment experiment =
                SmallRuns.mala(12)
                        .withComponents(components)
                        .withSampler(new MalaSettings(1e-3, 10, gamma));
        return LaplaceComparison.of(experiment, system, null, words -> {});
    }

    @Test
    void largeComponentsAreNamedAndLeftOut() throws Exception {
        LaplaceComparison comparison = of(large(), Selection.all(), 1);
        assertEquals(
                "Left out, since Hessians are formed for at most 1000 parameters: large (1001),"
                        + " larger (1050).",
                comparison.tooLarge());
        assertInstanceOf(LaplaceRow.TooLarge.class, comparison.full());
        LaplaceRow.Found small =
                assertInstanceOf(LaplaceRow.Found.class, comparison.rows().getFirst());
        assertEquals(0.5 * 40 / 41, small.lambda(), 1e-12);
        assertTrue(Double.isNaN(comparison.sampledFluctuation(0, 0).value()));
        assertNull(of(large(), Selection.of("small"), 1).tooLarge());
    }

    @Test
    void ifNothingIsSmallEnoughOneSentenceSaysSo() {
        List<String> told = new ArrayList<>();
        ExperimentException refused =
                assertThrows(
                        ExperimentException.class,
                        () ->
                                LaplaceComparison.of(
                                        SmallRuns.mala(12)
                                                .withComponents(Selection.of("larger", "large")),
                                        large(),
                                        null,
                                        told::add));
        assertEquals(
                "A Laplace approximation is made for components of at most 1000 parameters, but all"
                        + " 2 of this experiment are larger (the smallest, large, has 1001); name"
                        + " smaller ones in \"components\", or use a smaller model.",
                refused.getMessage());
        assertEquals(List.of(), told);
    }

    @Test
    void ifNothingHasAnApproximationTheFirstReasonIsTold() {
        ExperimentException refused =
                assertThrows(
                        ExperimentException.class, () -> of(large(), Selection.of("small"), 0));
        assertTrue(
                String.valueOf(refused.getMessage())
                        .startsWith("The posterior of small has no Gaussian approximation"),
                refused::getMessage);
    }

    /**
     * dλ̂ = (nβ)² χ dh. The central difference errs by the square of nβh‖B‖ ÷ (γ + nβ‖H‖), 30 ·
     * 0.02 · 2 ÷ 40, a thousandth, relative to the terms of χ; 5 % leave room for terms that
     * cancel.
     */
    @Test
    void aPerturbedExperimentIsApproximatedUnderItsPerturbation() throws Exception {
        double h = 0.02;
        LaplaceComparison plain = perturbed(null);
        assertEquals(lambda(plain), lambda(perturbed(DataPerturbation.NONE)));
        double change =
                lambda(perturbed(DataPerturbation.of("last", h)))
                        - lambda(perturbed(DataPerturbation.of("last", -h)));
        double fluctuation =
                assertInstanceOf(LaplaceRow.Found.class, plain.full()).fluctuation()[1];
        assertEquals(fluctuation, change / (2 * h * 30 * 30), 0.05 * Math.abs(fluctuation));
    }

    private static LaplaceComparison perturbed(@Nullable DataPerturbation perturbation)
            throws Exception {
        return LaplaceComparison.of(
                SmallRuns.mala(12).withPerturbation(perturbation),
                SmallRuns.system(),
                null,
                words -> {});
    }

    /**
     * A perceptron about a point that is no minimum: with nβ = 100 and γ = 5,000 parameters move by
     * 0.014, and their mean by nβ|g| ÷ γ, 0.02. What the leading term leaves out is of that order
     * relative to it, 2 %. MALA has no bias: an error with dozens of blocks behind it is exceeded
     * fivefold with a probability below 1e−4.
     */
    @Test
    void aNarrowPosteriorOfANetworkIsItsApproximation(@TempDir Path folder) throws Exception {
        EnergySystem system = new SmallNetwork(Activation.TANH).system();
        Experiment experiment = SmallRuns.mala(3000).withSampler(new MalaSettings(2e-4, 100, 5000));
        Snapshot sampled =
                SmallRuns.finish(
                        ExperimentRun.create(experiment, system, folder.resolve("run"), 2));
        LaplaceComparison comparison =
                LaplaceComparison.of(experiment, system, sampled, words -> {});
        for (int r = 0; r < 2; r++) {
            LaplaceRow.Found row =
                    assertInstanceOf(LaplaceRow.Found.class, comparison.rows().get(r));
            Estimate fluctuation = comparison.sampledFluctuation(r, 0);
            Estimate lambda = comparison.sampledLambda(r);
            assertEquals(
                    row.fluctuation()[0],
                    fluctuation.value(),
                    5 * fluctuation.monteCarloError() + 0.02 * Math.abs(row.fluctuation()[0]));
            assertTrue(fluctuation.monteCarloError() < 0.05 * Math.abs(fluctuation.value()));
            assertEquals(
                    row.lambda(),
                    lambda.value(),
                    5 * lambda.monteCarloError() + 0.02 * Math.abs(row.lambda()));
            assertTrue(lambda.monteCarloError() < 0.05 * Math.abs(lambda.value()));
        }
    }

    private static double lambda(LaplaceComparison comparison) {
        return assertInstanceOf(LaplaceRow.Found.class, comparison.full()).lambda();
    }
}
