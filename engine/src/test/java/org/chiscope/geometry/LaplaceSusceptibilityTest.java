package org.chiscope.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.chiscope.math.IndexSet;
import org.chiscope.network.Activation;
import org.chiscope.network.Component;
import org.chiscope.physics.Landscape;
import org.chiscope.physics.Monomial;
import org.chiscope.physics.Quadratic;
import org.chiscope.physics.SpinLattice;
import org.chiscope.sampling.PosteriorSettings;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.LandscapeSystem;
import org.chiscope.system.SpinSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Linear regression is held against its closed form in the package of estimators. */
class LaplaceSusceptibilityTest {

    private static Component component(String name, int from, int to) {
        return new Component(name, Component.Kind.OTHER, -1, IndexSet.range(from, to));
    }

    private static LaplaceSusceptibility of(EnergySystem system, PosteriorSettings posterior) {
        return new LaplaceSusceptibility(system, system.patterns(), posterior);
    }

    private static LaplaceRow.Found found(LaplaceRow row) {
        return assertInstanceOf(LaplaceRow.Found.class, row);
    }

    /**
     * L = ½(4w₁² + w₂²), L_k = ½wᵀBw + bᵀw with B = [[2, ½], [½, 1]], nβ = 30, γ = 1, w* = 0. Σ =
     * diag(1/121, 1/31) and B − A = [[−2, ½], [½, 0]], so −½ tr(AΣ(B − A)Σ) = 4/121²; slopes vanish
     * at w*, whatever b. λ̂ = 15 (4/121 + 1/31). In component i, Σ_i stays, and −½ A_i (B − A)_i
     * Σ_i² is 4/121² and 0; the shift is −⟨φ⟩_C times −½ tr((B − A)Σ) over the other coordinate,
     * which is 0 and −2/242.
     */
    @Test
    void twoCoordinatesAgreeWithTheClosedForm() {
        for (double[] slope : new double[][] {{0, 0}, {0.25, -3}}) {
            LaplaceSusceptibility laplace =
                    of(
                            new LandscapeSystem(
                                    new Quadratic(new double[][] {{4, 0}, {0, 1}}, new double[2]),
                                    Map.of(
                                            "k",
                                            new Quadratic(
                                                    new double[][] {{2, 0.5}, {0.5, 1}}, slope)),
                                    new float[2],
                                    List.of(component("one", 0, 1), component("two", 1, 2))),
                            new PosteriorSettings(30, 1));
            LaplaceRow.Found full = found(laplace.full());
            assertEquals(4.0 / (121 * 121), full.fluctuation()[0], 1e-15);
            assertEquals(2.7321e-4, full.fluctuation()[0], 5e-9);
            assertEquals(15 * (4.0 / 121 + 1.0 / 31), full.lambda(), 1e-12);
            assertEquals(0.97974, full.lambda(), 5e-6);
            assertEquals(0, full.shift()[0]);
            assertEquals(1, full.smallest(), 1e-12);
            assertEquals(4, full.largest(), 1e-12);
            LaplaceRow.Found one = found(laplace.row(component("one", 0, 1)));
            assertEquals(4.0 / (121 * 121), one.fluctuation()[0], 1e-15);
            assertEquals(0, one.shift()[0], 1e-15);
            LaplaceRow.Found two = found(laplace.row(component("two", 1, 2)));
            assertEquals(0, two.fluctuation()[0], 1e-15);
            assertEquals(-0.5 / 31 * (2.0 / 242), two.shift()[0], 1e-15);
            assertEquals(two.shift()[0], two.joint(0), 1e-15);
        }
    }

    /** nβ χ = K⁻¹ at γ = 0, and λ̂ is d/2: the equipartition of energy. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 10})
    void springsAnswerToForcesByTheInverseOfTheirStiffness(double nBeta) {
        double[][] stiffness = new double[6][6];
        for (int i = 0; i < 6; i++) {
            stiffness[i][i] = 2;
            if (i > 0) {
                stiffness[i][i - 1] = -1;
                stiffness[i - 1][i] = -1;
            }
        }
        EnergySystem springs =
                LandscapeSystem.responding(new Quadratic(stiffness, new double[6]), new float[6]);
        LaplaceSusceptibility laplace = of(springs, new PosteriorSettings(nBeta, 0));
        for (int i = 0; i < 6; i++) {
            LaplaceRow.Found row = found(laplace.row(springs.components().get(i)));
            assertTrue(Double.isNaN(row.lambda()));
            for (int j = 0; j < 6; j++) {
                // The inverse of this matrix: min(i, j) (7 − max(i, j)) ÷ 7, counted from 1.
                double inverse = (Math.min(i, j) + 1) * (6 - Math.max(i, j)) / 7.0;
                assertEquals(inverse, nBeta * row.fluctuation()[j], 1e-12);
                assertEquals(0, row.shift()[j]);
            }
        }
        assertEquals(3, found(laplace.full()).lambda(), 1e-12);
    }

    /** A mass of 1 on ℓ_2 = −w_2 moves the mean, and no covariance of a quadratic. */
    @Test
    void forcesThatAreThereAlreadyDoNotChangeTheResponse() {
        EnergySystem springs =
                LandscapeSystem.responding(
                        new Quadratic(new double[][] {{2, -1}, {-1, 2}}, new double[2]),
                        new float[2]);
        PosteriorSettings posterior = new PosteriorSettings(3, 0);
        LaplaceRow free = of(springs, posterior).row(springs.components().getFirst());
        LaplaceRow pulled =
                new LaplaceSusceptibility(
                                springs, springs.patterns(), posterior, new double[] {0, 1})
                        .row(springs.components().getFirst());
        for (int k = 0; k < 2; k++) {
            assertEquals(found(free).fluctuation()[k], found(pulled).fluctuation()[k], 1e-12);
        }
    }

    /**
     * d⟨φ⟩/dh = nβ χ holds within the approximation as well: ⟨φ⟩ of the expanded φ under the
     * Gaussian of the expanded L_h, whose derivatives are linear in h. The central difference errs
     * by about the square of nβh‖B‖ ÷ (γ + nβ‖H‖), 30 · 0.02 · 5 ÷ 60, so by 0.0025 relative to the
     * terms of χ; 2 % leave room for terms that cancel.
     */
    @Test
    void theFluctuationIsTheDerivativeOfLambdaByTheData() {
        EnergySystem system = new SmallNetwork(Activation.TANH).system();
        PosteriorSettings posterior = new PosteriorSettings(30, 60);
        double h = 0.02;
        double[] up = new double[system.examples()];
        system.patterns().getFirst().addMass(up, h, up.length);
        double[] down = Arrays.stream(up).map(m -> -m).toArray();
        for (Component component : system.components()) {
            double fluctuation = found(of(system, posterior).row(component)).fluctuation()[0];
            double difference =
                    (lambda(system, posterior, up, component)
                                    - lambda(system, posterior, down, component))
                            / (2 * h * 30 * 30);
            assertEquals(fluctuation, difference, 0.02 * Math.abs(fluctuation), component.name());
        }
    }

    private static double lambda(
            EnergySystem system, PosteriorSettings posterior, double[] mass, Component component) {
        return found(
                        new LaplaceSusceptibility(system, system.patterns(), posterior, mass)
                                .row(component))
                .lambda();
    }

    /** L = w₁² − w₂² with nβ = 10: P = diag(20 + γ, γ − 20). */
    @Test
    void aSaddleHasNoApproximationUntilTheLocalizationOutweighsIt() {
        EnergySystem saddle =
                landscape(
                        new Quadratic(new double[][] {{2, 0}, {0, -2}}, new double[2]),
                        component("good", 0, 1),
                        component("bad", 1, 2));
        LaplaceSusceptibility laplace = of(saddle, new PosteriorSettings(10, 1));
        LaplaceRow.Indefinite full = assertInstanceOf(LaplaceRow.Indefinite.class, laplace.full());
        assertEquals(-2, full.smallest(), 1e-12);
        assertEquals(-19, full.precision(), 1e-12);
        assertEquals(20, full.localization(), 1e-3);
        assertTrue(
                full.sentence()
                        .endsWith(
                                "eigenvalue is -19.0 (that of the Hessian is -2.00); raise the"
                                        + " localization above 20."),
                full.sentence());
        assertInstanceOf(LaplaceRow.Indefinite.class, laplace.row(component("bad", 1, 2)));
        LaplaceRow.Found good = found(laplace.row(component("good", 0, 1)));
        assertEquals(10.0 / 21, good.lambda(), 1e-12);
        assertTrue(Double.isNaN(good.shift()[0]) && Double.isNaN(good.joint(0)));
        found(of(saddle, new PosteriorSettings(10, 21)).full());
        found(of(saddle, new PosteriorSettings(10, 1, 20, 0)).full());
    }

    /**
     * At γ = 0 a flat direction has no width at all; what rounding leaves there is no curvature.
     */
    @Test
    void aFlatDirectionHasNoApproximationWithoutLocalization() {
        EnergySystem flat = landscape(new Monomial(1, 2, 0), component("w", 0, 1));
        assertInstanceOf(
                LaplaceRow.Indefinite.class, of(flat, new PosteriorSettings(30, 0)).full());
        found(of(flat, new PosteriorSettings(30, 1)).full());
    }

    private static EnergySystem landscape(Landscape base, Component... components) {
        return new LandscapeSystem(
                base, Map.of("k", base), new float[base.dimension()], List.of(components));
    }

    /** Components of a model that is too large as a whole: their rows have no shift. */
    @Test
    void componentsOfALargeModelAreTakenOneByOne() {
        int[] exponents = new int[Hessian.LIMIT + 200];
        exponents[3] = 2;
        Component small = component("small", 2, 5);
        Component large = component("large", 0, Hessian.LIMIT + 1);
        LaplaceSusceptibility laplace =
                of(
                        landscape(new Monomial(2, exponents), small, large),
                        new PosteriorSettings(10, 1));
        assertEquals(
                new LaplaceRow.TooLarge("large", Hessian.LIMIT + 1, Hessian.LIMIT),
                laplace.row(large));
        assertInstanceOf(LaplaceRow.TooLarge.class, laplace.full());
        LaplaceRow.Found row = found(laplace.row(small));
        assertEquals(3, row.parameters());
        assertEquals(0.5 * 40 / 41, row.lambda(), 1e-12);
        assertTrue(Double.isNaN(row.shift()[0]));
    }

    @Test
    void boxesSpinsAndManyCoordinatesAreRefusedInOneSentence() {
        EnergySystem system = landscape(new Monomial(1, 2), component("w", 0, 1));
        refuses(system, new PosteriorSettings(30, 1, 0, 0.5), "knows no walls");
        refuses(
                new SpinSystem(new SpinLattice(3, 3, false, 0.3, 0)),
                new PosteriorSettings(1, 0),
                "consists of spins");
        int many = LaplaceSusceptibility.COORDINATES + 1;
        refuses(
                LandscapeSystem.responding(new Monomial(1, new int[many]), new float[many]),
                new PosteriorSettings(1, 1),
                "at most 128 of them, but the model has 129");
    }

    private static void refuses(EnergySystem system, PosteriorSettings posterior, String expected) {
        String message =
                String.valueOf(
                        assertThrows(IllegalArgumentException.class, () -> of(system, posterior))
                                .getMessage());
        assertTrue(message.contains(expected), message);
        assertTrue(message.endsWith(".") && !message.contains("\n"), message);
    }
}
