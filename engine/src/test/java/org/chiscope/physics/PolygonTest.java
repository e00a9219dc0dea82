package org.chiscope.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.chiscope.math.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Polygons of features against the toy model's definition, integrated numerically. */
class PolygonTest {
    /** Three points of Gauss and Legendre: exact for polynomials of degree 5. */
    private static final double[] POINTS = {-Math.sqrt(0.6), 0, Math.sqrt(0.6)};

    private static final double[] WEIGHTS = {5.0 / 9, 8.0 / 9, 5.0 / 9};

    /** E‖x e_i − ReLU(WᵀWx e_i + β)‖²; between its kink and the ends each term is a polynomial. */
    private static double loss(double[][] columns, double[] biases) {
        int n = biases.length;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double slope = columns[i][0] * columns[j][0] + columns[i][1] * columns[j][1];
                double kink = slope == 0 ? 0 : Math.clamp(-biases[j] / slope, 0.0, 1.0);
                int own = i == j ? 1 : 0;
                sum +=
                        integral(own, slope, biases[j], 0, kink)
                                + integral(own, slope, biases[j], kink, 1);
            }
        }
        return sum / n;
    }

    private static double integral(int own, double slope, double bias, double from, double to) {
        double sum = 0;
        for (int p = 0; p < POINTS.length; p++) {
            double x = (from + to) / 2 + (to - from) / 2 * POINTS[p];
            double error = own * x - Math.max(0, slope * x + bias);
            sum += WEIGHTS[p] * error * error;
        }
        return sum * (to - from) / 2;
    }

    private static double[][] columns(Polygon polygon, double r) {
        double[][] columns = new double[polygon.features()][2];
        for (int j = 0; j < polygon.corners(); j++) {
            double angle = 2 * Math.PI * j / polygon.corners();
            columns[j][0] = r * Math.cos(angle);
            columns[j][1] = r * Math.sin(angle);
        }
        return columns;
    }

    private static double[] biases(Polygon polygon, double b) {
        double[] biases = new double[polygon.features()];
        for (int j = 0; j < biases.length; j++) {
            biases[j] = j < polygon.corners() ? b : 0.5 / polygon.features();
        }
        return biases;
    }

    /** Up to 81 terms of up to some 30: rounding is 1e-13 or so. */
    @Test
    void theClosedFormIsTheIntegral() {
        RandomStream random = RandomStream.of(8);
        for (int n = 2; n <= 9; n++) {
            for (int k = 2; k <= n; k++) {
                Polygon polygon = new Polygon(n, k);
                for (int trial = 0; trial < 20; trial++) {
                    double r = 2 * random.nextDouble();
                    double b = 2.5 * random.nextDouble() - 1.5;
                    assertEquals(
                            loss(columns(polygon, r), biases(polygon, b)),
                            polygon.energy(new double[] {r, b}),
                            1e-11,
                            polygon + " at " + r + ", " + b);
                }
            }
        }
    }

    /** Without columns every output is a constant. */
    @ParameterizedTest
    @CsvSource({"0, -0.5", "0, 0", "0, 0.5", "1, 0", "1, -1", "2, -4", "0.5, 0.25"})
    void theClosedFormIsTheIntegralAtTheKinksToo(double r, double b) {
        Polygon polygon = new Polygon(5, 4);
        assertEquals(
                loss(columns(polygon, r), biases(polygon, b)),
                polygon.energy(new double[] {r, b}),
                1e-12);
    }

    /**
     * Second derivatives are continuous but at b = 0, which no trial meets; third ones, such as
     * ∂³S/∂c³ = 2/a, stay below some 1e4 for r > 0.1: central differences at a step of 1e-5 are off
     * by 1e4 · 1e-10/6 and by rounding, 1e-15/1e-5, at worst.
     */
    @Test
    void theGradientIsThatOfTheEnergy() {
        RandomStream random = RandomStream.of(9);
        double[] gradient = new double[2];
        for (int trial = 0; trial < 200; trial++) {
            int n = 2 + random.nextInt(7);
            Polygon polygon = new Polygon(n, 2 + random.nextInt(n - 1));
            double[] w = {0.1 + 1.9 * random.nextDouble(), 2.5 * random.nextDouble() - 1.5};
            polygon.gradient(w, gradient);
            for (int i = 0; i < 2; i++) {
                double[] up = w.clone();
                double[] down = w.clone();
                up[i] += 1e-5;
                down[i] -= 1e-5;
                double difference = (polygon.energy(up) - polygon.energy(down)) / 2e-5;
                assertEquals(difference, gradient[i], 1e-6, polygon.toString());
            }
        }
    }

    /**
     * The minimum on the slice is a critical point of the loss over all of W and β: its derivatives
     * by central differences of the definition vanish, but for rounding (1e-16 over a step of 1e-5)
     * and third derivatives (of order 10 times 1e-10). The places were found apart from this code,
     * by gradient descent.
     */
    @ParameterizedTest
    @CsvSource({
        "5, 5, 1.170460, -0.282297",
        "6, 6, 1.320526, -0.618135",
        "7, 7, 1.448394, -0.966906",
        "7, 5, 1.170460, -0.282297"
    })
    void polygonsAreCriticalPointsOfTheWholeModel(int n, int k, double r, double b) {
        Polygon polygon = new Polygon(n, k);
        double[] minimum = minimum(polygon, new double[] {r + 0.05, b + 0.05});
        assertEquals(r, minimum[0], 1e-6);
        assertEquals(b, minimum[1], 1e-6);
        double[][] columns = columns(polygon, minimum[0]);
        double[] biases = biases(polygon, minimum[1]);
        for (int j = 0; j < n; j++) {
            for (int axis = 0; axis < 2; axis++) {
                assertEquals(0, derivative(columns, biases, columns[j], axis), 1e-8);
            }
            assertEquals(0, derivative(columns, biases, biases, j), 1e-8);
        }
    }

    private static double derivative(
            double[][] columns, double[] biases, double[] parameters, int at) {
        double value = parameters[at];
        parameters[at] = value + 1e-5;
        double up = loss(columns, biases);
        parameters[at] = value - 1e-5;
        double down = loss(columns, biases);
        parameters[at] = value;
        return (up - down) / 2e-5;
    }

    /** Newton's method on the gradient, whose derivatives are central differences. */
    private static double[] minimum(Polygon polygon, double[] start) {
        double[] w = start.clone();
        double[] gradient = new double[2];
        for (int step = 0; step < 30; step++) {
            double[][] hessian = new double[2][2];
            for (int i = 0; i < 2; i++) {
                double value = w[i];
                w[i] = value + 1e-6;
                polygon.gradient(w, hessian[i]);
                w[i] = value - 1e-6;
                polygon.gradient(w, gradient);
                w[i] = value;
                for (int j = 0; j < 2; j++) {
                    hessian[i][j] = (hessian[i][j] - gradient[j]) / 2e-6;
                }
            }
            double determinant = hessian[0][0] * hessian[1][1] - hessian[0][1] * hessian[1][0];
            assertTrue(hessian[0][0] > 0 && determinant > 0, "a valley");
            polygon.gradient(w, gradient);
            w[0] -= (hessian[1][1] * gradient[0] - hessian[0][1] * gradient[1]) / determinant;
            w[1] -= (hessian[0][0] * gradient[1] - hessian[1][0] * gradient[0]) / determinant;
        }
        return w;
    }

    /** The four corners of a square do not disturb each other: nothing is lost at r = 1, b = 0. */
    @Test
    void aSquareRepresentsFourFeaturesWithoutLoss() {
        assertEquals(0, new Polygon(4, 4).energy(new double[] {1, 0}), 1e-15);
    }

    @Test
    void aPolygonHasFromTwoCornersToOneForEachFeature() {
        for (int[] sizes : new int[][] {{5, 1}, {5, 6}, {0, 0}, {-1, -1}}) {
            String message =
                    String.valueOf(
                            assertThrows(
                                            IllegalArgumentException.class,
                                            () -> new Polygon(sizes[0], sizes[1]))
                                    .getMessage());
            assertEquals(
                    "A polygon of features has from 2 corners up to one for each feature, but it has "
                            + sizes[1]
                            + " for "
                            + sizes[0]
                            + " features.",
                    message);
        }
    }
}
