package org.chiscope.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chiscope.math.IndexSet;
import org.chiscope.network.Component;
import org.chiscope.physics.Quadratic;
import org.chiscope.physics.SpinLattice;
import org.chiscope.response.Estimate;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.MalaSettings;
import org.chiscope.sampling.SpinFlipSettings;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.ForwardingSystem;
import org.chiscope.system.LandscapeSystem;
import org.chiscope.system.SpinSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThreeRoutesTest {
    @TempDir Path folder;

    private ThreeRoutes.Result check(Experiment experiment, EnergySystem system, int cells)
            throws Exception {
        return new ThreeRoutes(experiment, system, folder, 2, words -> {}).check(cells, 1);
    }

    /**
     * The regression is sampled by MALA, without bias: every route estimates the same number, to a
     * few hundredths, which is less than a standard error here. Cells of a row share their draws;
     * by Bonferroni's bound none of 18 |t| with 30 degrees of freedom lies beyond 4 with
     * probability 0.993.
     */
    @Test
    void routesAgreeOnASmallModel() throws Exception {
        ThreeRoutes.Result result = check(SmallRuns.experiment(2000), SmallRuns.system(), 99);
        assertInstanceOf(MalaSettings.class, result.sampler());
        assertEquals(9, result.cells().size());
        assertEquals(18, result.differences());
        assertTrue(result.agree());
        for (RouteCheck cell : result.cells()) {
            assertEquals(0, cell.bias().value());
            assertTrue(cell.strength() > 0 && cell.strength() <= 0.2, cell.toString());
            assertTrue(Math.abs(cell.perturbationAway()) < 4, cell.toString());
            assertTrue(Math.abs(cell.temperatureAway()) < 4, cell.toString());
        }
    }

    /**
     * Data that are perturbed by half of what is asked for make route 2 half as large: with some 8
     * % of error in the largest cells, that is 6 standard errors.
     */
    @Test
    void aPerturbationOfTheWrongSizeIsNoticed() throws Exception {
        EnergySystem half =
                new ForwardingSystem(SmallRuns.system()) {
                    @Override
                    public EnergySystem perturbed(double[] mass) {
                        double[] less = mass.clone();
                        for (int z = 0; z < less.length; z++) {
                            less[z] /= 2;
                        }
                        return super.perturbed(less);
                    }
                };
        assertFalse(check(SmallRuns.experiment(8000), half, 99).agree());
    }

    /** A field on site k changes ⟨s_i⟩ by nβ Cov(s_i, s_k): enumeration gives the truth. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fieldsOnSpinsMoveThemAsEnumerationSays(boolean clusters) throws Exception {
        SpinLattice lattice = new SpinLattice(3, 3, false, 0.35, 0.1);
        double[][] truth = lattice.enumerate(1).covariance();
        Experiment experiment =
                new Experiment(
                        "spins",
                        ".",
                        Selection.all(),
                        Selection.all(),
                        new SpinFlipSettings(1, clusters),
                        8,
                        new ChainSettings(100, 10_000, 2),
                        3);
        ThreeRoutes.Result result = check(experiment, new SpinSystem(lattice), 6);
        assertEquals(6, result.differences());
        assertTrue(result.agree());
        for (RouteCheck cell : result.cells()) {
            double exact = truth[site(cell.row())][site(cell.pattern())];
            // Six independent numbers, and the difference is exact to a hundredth at this h.
            assertEquals(
                    exact,
                    cell.perturbation().value(),
                    4 * cell.perturbation().monteCarloError() + 0.01 * exact,
                    cell.row() + " " + cell.pattern());
            assertTrue(cell.perturbation().monteCarloError() < 0.05, cell.toString());
            assertTrue(Double.isNaN(cell.temperatureAway()));
        }
    }

    private static int site(String name) {
        return (name.charAt(1) - '0') + 3 * (name.charAt(3) - '0');
    }

    /**
     * L = ½aw², L_k = ½bw² + cw, P = nβa + γ. SGLD's variance is σ² = 1/(P(1 − εP/4)); route 1 is
     * −½a(b−a)σ⁴, and route 2, from dσ²/dP = −σ⁴(1 − εP/2), is (1 − εP/2) times that. So routes
     * differ by (ε/4) a(b−a) σ⁴P, of which the stated bias (ε/4) a(b−a) σ² is the part 1 − εP/4.
     * Chains at ±σ have the mean square σ² and the mean 0.
     */
    @Test
    void theStatedBiasIsThatOfAQuadraticToFirstOrder() {
        double a = 3;
        double b = 5;
        double curvature = 30 * a + 10;
        double step = 0.1 / curvature;
        double variance = 1 / (curvature * (1 - 0.25 * step * curvature));
        LandscapeSystem system =
                new LandscapeSystem(
                        new Quadratic(new double[][] {{a}}, new double[1]),
                        Map.of("k", new Quadratic(new double[][] {{b}}, new double[] {0.7})),
                        new float[1],
                        List.of(
                                new Component(
                                        "w", Component.Kind.OTHER, -1, IndexSet.range(0, 1))));
        double[] mass = new double[system.examples()];
        system.patterns().getFirst().addMass(mass, 1, system.mixedExamples());
        float at = (float) Math.sqrt(variance);
        Estimate bias =
                new LangevinBias(system, IndexSet.range(0, 1))
                        .ofStep(mass, List.of(new float[] {at}, new float[] {-at}), step);
        ;
        double exact = 0.25 * step * a * (b - a) * variance * variance * curvature;
        assertEquals(exact * (1 - 0.25 * step * curvature), bias.value(), 1e-5 * exact);
        assertEquals(0.025 * exact, exact - bias.value(), 1e-4 * exact);
    }

    @Test
    void cellsThatAreNamedAreCheckedInTheirOrder() throws Exception {
        ThreeRoutes routes =
                new ThreeRoutes(SmallRuns.mala(12), SmallRuns.system(), folder, 2, words -> {});
        ThreeRoutes.CellAt second = new ThreeRoutes.CellAt("b", "last");
        ThreeRoutes.CellAt first = new ThreeRoutes.CellAt("a", "middle");
        ThreeRoutes.Result result = routes.check(List.of(second, first, second));
        assertEquals(
                List.of(second, first),
                result.cells().stream()
                        .map(cell -> new ThreeRoutes.CellAt(cell.row(), cell.pattern()))
                        .toList());
        assertEquals(ThreeRoutes.runs(2, EnergySystem.Rows.COMPONENTS), Files.list(folder).count());
        IOException refused =
                assertThrows(
                        IOException.class,
                        () -> routes.check(List.of(new ThreeRoutes.CellAt("c", "last"))));
        assertTrue(String.valueOf(refused.getMessage()).contains("has no cell of c"));
    }

    @Test
    void runsAreKeptAndNotMadeAgain() throws Exception {
        List<String> told = new ArrayList<>();
        Experiment experiment = SmallRuns.mala(12);
        ThreeRoutes.Result first =
                new ThreeRoutes(experiment, SmallRuns.system(), folder, 2, told::add).check(2, 5);
        long runs = Files.list(folder).count();
        assertEquals(told.size(), runs);
        assertEquals(
                first,
                new ThreeRoutes(experiment, SmallRuns.system(), folder, 2, told::add).check(2, 5));
        assertEquals(runs, Files.list(folder).count());
        assertEquals(2 * runs, told.size());
    }

    @Test
    void withoutDataThereIsNothingToCheck() {
        Experiment prior = SmallRuns.mala(12).withSampler(new MalaSettings(1e-3, 0, 10));
        Throwable thrown =
                assertThrows(
                        IllegalArgumentException.class, () -> check(prior, SmallRuns.system(), 2));
        assertTrue(String.valueOf(thrown.getMessage()).contains("is a prior control"));
    }

    @Test
    void aGaussianControlIsRefused() throws Exception {
        Experiment gaussian = Control.GAUSSIAN.apply(SmallRuns.experiment(40));
        IllegalArgumentException refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new ThreeRoutes(gaussian, SmallRuns.system(), folder, 1, w -> {}));
        assertTrue(String.valueOf(refused.getMessage()).contains("is a Gaussian control"));
    }
}
