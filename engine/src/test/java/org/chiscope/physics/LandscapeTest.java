package org.chiscope.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.chiscope.math.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LandscapeTest {

    static List<Landscape> landscapes() {
        Quadratic bowl =
                new Quadratic(new double[][] {{2, 0.5}, {0.5, 1}}, new double[] {0.3, -0.2}, 0.7);
        return List.of(
                bowl,
                new Monomial(4, 2, 6),
                new Monomial(-1, 1, 0),
                new Combination(List.of(bowl, new Monomial(1, 4, 2)), 3, -0.5),
                new ReducedRank(3, 2, 4),
                new Polygon(6, 5),
                new Polygon(4, 4));
    }

    /** Central differences; the fourth-order term at a step of 1e-4 is below 1e-6 here. */
    @ParameterizedTest
    @MethodSource("landscapes")
    void gradientsAreThoseOfTheEnergy(Landscape landscape) {
        RandomStream random = RandomStream.of(4);
        double[] w = new double[landscape.dimension()];
        double[] gradient = new double[w.length];
        for (int trial = 0; trial < 5; trial++) {
            for (int i = 0; i < w.length; i++) {
                w[i] = random.nextGaussian();
            }
            landscape.gradient(w, gradient);
            for (int i = 0; i < w.length; i++) {
                double[] up = w.clone();
                double[] down = w.clone();
                up[i] += 1e-4;
                down[i] -= 1e-4;
                double difference = (landscape.energy(up) - landscape.energy(down)) / 2e-4;
                assertEquals(difference, gradient[i], 1e-5 * (1 + Math.abs(difference)));
            }
        }
    }

    /** L = ‖BA‖² by hand: A = (1 2), B = (3; −1): BA = (3 6; −1 −2). */
    @Test
    void reducedRankIsTheSquaredNormOfTheProduct() {
        assertEquals(
                9 + 36 + 1 + 4, new ReducedRank(2, 1, 2).energy(new double[] {1, 2, 3, -1}), 1e-12);
    }

    @Test
    void whatMakesNoSenseIsSaid() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Quadratic(new double[][] {{1, 2}, {3, 4}}, new double[2]));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Quadratic(new double[][] {{1, 2}}, new double[2]));
        assertThrows(IllegalArgumentException.class, () -> new Monomial(1, -2));
        assertThrows(IllegalArgumentException.class, () -> new ReducedRank(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Combination(List.of(), 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Combination(List.of(new Monomial(1, 2), new Monomial(1, 2, 2)), 1, 1));
    }
}
