package org.chiscope.patterning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;

/** Programmes whose solution is the point of a disc, or of a line in it, nearest to another. */
class InteriorPointTest {
    private static final double[][] IDENTITY = {{1, 0}, {0, 1}};
    private static final double[] FAR = {3, 4};

    /** ‖x‖². */
    private static final class Square implements InteriorPoint.Convex {
        @Override
        public double value(double[] x) {
            return Mixtures.dot(x, x);
        }

        @Override
        public double[] slope(double[] x) {
            return Mixtures.plus(x, x, 1);
        }

        @Override
        public DMatrixRMaj curvature(double[] x) {
            DMatrixRMaj curvature = CommonOps_DDRM.identity(x.length);
            CommonOps_DDRM.scale(2, curvature);
            return curvature;
        }
    }

    @Test
    void withoutConstraintsItIsTheLeastOfTheSquare() {
        double[] x =
                new InteriorPoint(IDENTITY, FAR, List.of(), List.of(), List.of(), null, 0).solve();
        assertArrayEquals(FAR, x, 1e-12);
    }

    /** The unit disc's point nearest to (3, 4) is (0.6, 0.8). */
    @Test
    void theNearestPointOfADisc() {
        double[] x =
                new InteriorPoint(IDENTITY, FAR, List.of(), List.of(), List.of(), new Square(), 1)
                        .solve();
        assertArrayEquals(new double[] {0.6, 0.8}, x, 1e-9);
    }

    /**
     * The same disc by 10,000 tangents, of which neighbours are parallel to 6·10⁻⁴: the polygon's
     * nearest point is as far from the disc's as tangents leave it, half the square of that angle.
     */
    @Test
    void nearlyParallelConstraints() {
        List<double[]> rows = new ArrayList<>();
        List<Double> limits = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            double angle = 2 * Math.PI * i / 10_000;
            rows.add(new double[] {Math.cos(angle), Math.sin(angle)});
            limits.add(1.0);
        }
        double[] x = new InteriorPoint(IDENTITY, FAR, rows, limits, List.of(), null, 0).solve();
        assertEquals(1, Mixtures.norm(x), 2e-7);
        assertArrayEquals(new double[] {0.6, 0.8}, x, 7e-4);
    }

    /** On the line x + y = 0 the nearest point is (−½, ½), and to the disc it is inside. */
    @Test
    void equationsAreMetExactly() {
        double[] x =
                new InteriorPoint(
                                IDENTITY,
                                FAR,
                                List.of(),
                                List.of(),
                                List.of(new double[] {1, 1}, new double[] {2, 2}),
                                new Square(),
                                1)
                        .solve();
        assertEquals(0, x[0] + x[1], 1e-15);
        assertArrayEquals(new double[] {-0.5, 0.5}, x, 1e-9);
    }

    @Test
    void equationsThatLeaveNothing() {
        List<double[]> equations = List.of(new double[] {1, 1}, new double[] {1, -1});
        double[] x =
                new InteriorPoint(IDENTITY, FAR, List.of(), List.of(), equations, null, 0).solve();
        assertArrayEquals(new double[2], x);
    }
}
