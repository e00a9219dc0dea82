package org.chiscope.geometry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Activation;
import org.chiscope.network.Component;
import org.chiscope.physics.Landscape;
import org.chiscope.physics.Monomial;
import org.chiscope.physics.Quadratic;
import org.chiscope.physics.SpinLattice;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.LandscapeSystem;
import org.chiscope.system.ModelFolder;
import org.chiscope.system.SpinSystem;
import org.chiscope.system.TinyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Entries of a network's Hessian are promised to 1e−5 of the largest entry, and asked for to three
 * times that; products in which all parameters move, to 1e−4 and thrice that.
 */
class HessianTest {
    private static final double ENTRY = 3e-5;
    private static final double PRODUCT = 3e-4;

    private static LandscapeSystem landscape(Landscape base, float... at) {
        return new LandscapeSystem(
                base,
                Map.of("k", base),
                at,
                List.of(
                        new Component(
                                "all", Component.Kind.OTHER, -1, IndexSet.range(0, at.length))));
    }

    private static EnergySystem transformer(Path folder) throws Exception {
        TinyModel.writeTransformer(folder);
        return ModelFolder.read(folder).open().system();
    }

    @Test
    void aPerceptronsHessianIsThatOfItsLossInDouble() {
        SmallNetwork network = new SmallNetwork(Activation.TANH);
        Hessian hessian = Hessian.of(network.system(), IndexSet.range(0, SmallNetwork.PARAMETERS));
        double largest = 0;
        double worst = 0;
        for (int i = 0; i < SmallNetwork.PARAMETERS; i++) {
            for (int j = 0; j <= i; j++) {
                double reference = network.secondDerivative(i, j);
                largest = Math.max(largest, Math.abs(reference));
                worst = Math.max(worst, Math.abs(reference - hessian.entry(i, j)));
                assertEquals(hessian.entry(i, j), hessian.entry(j, i));
            }
        }
        assertTrue(largest > 0.5, "largest " + largest);
        assertTrue(worst <= ENTRY * largest, "worst " + worst + " of " + largest);
        assertTrue(hessian.asymmetry() <= 2 * ENTRY, "asymmetry " + hessian.asymmetry());
    }

    /** w₁²w₂² at (1, 1.5) is [[2w₂², 4w₁w₂], [4w₁w₂, 2w₁²]]: a quartic, so nothing is truncated. */
    @Test
    void theHessianOfALandscapeIsKnown() {
        Hessian hessian =
                Hessian.of(landscape(new Monomial(1, 2, 2), 1, 1.5f), IndexSet.range(0, 2));
        // Gradients of up to 6 are rounded to 3.6e-7; times 1.5 ÷ s that makes 3.5e-5.
        assertEquals(4.5, hessian.entry(0, 0), 3.5e-5);
        assertEquals(6, hessian.entry(0, 1), 3.5e-5);
        assertEquals(2, hessian.entry(1, 1), 3.5e-5);
        double root = Math.sqrt(1.25 * 1.25 + 36);
        assertArrayEquals(new double[] {3.25 - root, 3.25 + root}, hessian.eigenvalues(), 7e-5);
    }

    /** Steps of 1/64 from 0 or 1 and whole numbers: no rounding anywhere. */
    @Test
    void aProductWithASmallMatrixOfWholeNumbersIsExact() {
        double[][] matrix = {{4, -1, 2}, {-1, 3, 0}, {2, 0, -5}};
        EnergySystem system = landscape(new Quadratic(matrix, new double[] {1, 2, 3}), 0, 1, 1);
        HessianProduct product = new HessianProduct(system, IndexSet.range(0, 3));
        double[] result = new double[3];
        product.multiply(new double[] {0, 0, 8}, result);
        assertArrayEquals(new double[] {16, 0, -40}, result, 1e-12);
        product.multiply(new double[3], result);
        assertArrayEquals(new double[3], result);
        assertArrayEquals(new double[] {2, 5, -2}, product.gradient());
        HessianProduct restricted =
                new HessianProduct(
                        system,
                        IndexSet.union(List.of(IndexSet.range(0, 1), IndexSet.range(2, 3))));
        double[] two = new double[2];
        restricted.multiply(new double[] {2, 0}, two);
        assertArrayEquals(new double[] {8, 4}, two, 1e-12);
    }

    @Test
    void productsAreThoseOfTheMatrix(@TempDir Path folder) throws Exception {
        EnergySystem system = transformer(folder.resolve("tiny"));
        for (String name : List.of("l1h0", "unembed", "l0h1")) {
            IndexSet moving = system.component(name).indices();
            Hessian hessian = Hessian.of(system, moving);
            assertTrue(hessian.asymmetry() <= PRODUCT, name + ": " + hessian.asymmetry());
            RandomStream random = RandomStream.of(4);
            double[] vector = new double[moving.size()];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = random.nextGaussian();
            }
            double[] product = new double[vector.length];
            new HessianProduct(system, moving).multiply(vector, product);
            double largest = 0;
            double worst = 0;
            for (int i = 0; i < vector.length; i++) {
                double sum = 0;
                for (int j = 0; j < vector.length; j++) {
                    sum += hessian.entry(i, j) * vector[j];
                }
                largest = Math.max(largest, Math.abs(sum));
                worst = Math.max(worst, Math.abs(sum - product[i]));
            }
            assertTrue(worst <= PRODUCT * largest, name + ": " + worst + " of " + largest);
        }
    }

    /** Lanczos stops at a residual of 1e−4, and the matrices' norms err by less than 1e−4. */
    @Test
    void theLargestEigenvalueIsFoundWithoutTheMatrix(@TempDir Path folder) throws Exception {
        EnergySystem system = transformer(folder.resolve("tiny"));
        for (String name : List.of("l1h0", "unembed", "embed", "l1h1+l0h0")) {
            IndexSet moving = system.component(name).indices();
            double[] exact = Hessian.of(system, moving).eigenvalues();
            LargestEigenvalue found = LargestEigenvalue.of(system, moving, 7);
            double largest = exact[exact.length - 1];
            assertTrue(found.converged(), name);
            assertTrue(found.products() < exact.length / 2, name + ": " + found.products());
            assertEquals(largest, found.value(), 2e-4 * largest, name);
            assertEquals(found, LargestEigenvalue.of(system, moving, 7));
        }
    }

    @Test
    void theLargestEigenvalueIsNotThatOfTheLargestSize() {
        double[][] matrix = {{2, 0, 0}, {0, -9, 0}, {0, 0, 1}};
        LargestEigenvalue found =
                LargestEigenvalue.of(
                        landscape(new Quadratic(matrix, new double[3]), 0, 0, 0),
                        IndexSet.range(0, 3),
                        1);
        assertEquals(2, found.value(), 2e-4 * 2);
        assertTrue(found.products() <= 3);
    }

    /** max(0, x) has no curvature, and kinks within reach of a step show as asymmetry. */
    @Test
    void kinksShowAsAsymmetry() {
        SmallNetwork network = new SmallNetwork(Activation.RELU);
        Hessian hessian = Hessian.of(network.system(), IndexSet.range(0, SmallNetwork.PARAMETERS));
        assertTrue(hessian.asymmetry() > 1e-2, "asymmetry " + hessian.asymmetry());
    }

    @Test
    void spinsAndLargeComponentsAreRefusedInOneSentence() {
        EnergySystem spins = new SpinSystem(new SpinLattice(3, 3, false, 0.3, 0));
        refuses(() -> Hessian.of(spins, IndexSet.range(0, 9)), "consists of spins");
        refuses(() -> LargestEigenvalue.of(spins, IndexSet.range(0, 9), 1), "consists of spins");
        int[] exponents = new int[Hessian.LIMIT + 1];
        exponents[0] = 2;
        EnergySystem large = landscape(new Monomial(3, exponents), new float[exponents.length]);
        refuses(
                () -> Hessian.of(large, IndexSet.range(0, exponents.length)),
                "at most 1000 parameters, but 1001 move");
        // The rest is zero: two products are enough.
        LargestEigenvalue found =
                LargestEigenvalue.of(large, IndexSet.range(0, exponents.length), 1);
        assertEquals(6, found.value(), 2e-4 * 6);
    }

    @Test
    void aCheckpointWithoutALossIsRefused() {
        EnergySystem system = landscape(new Monomial(Double.NaN, 2), 1);
        refuses(() -> Hessian.of(system, IndexSet.range(0, 1)), "should be numbers");
    }

    private static void refuses(Runnable action, String expected) {
        String message =
                String.valueOf(
                        assertThrows(IllegalArgumentException.class, action::run).getMessage());
        assertTrue(message.contains(expected), message);
        assertTrue(message.endsWith(".") && !message.contains("\n"), message);
    }
}
