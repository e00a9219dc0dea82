package org.chiscope.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.chiscope.data.Pattern;
import org.chiscope.math.IndexSet;
import org.chiscope.network.Component;
import org.junit.jupiter.api.Test;

class LinearRegressionSystemTest extends EnergySystemContract {
    private static final double[][] INPUTS = {
        {1, 2, 0.5}, {-1, 0.5, 1}, {0.3, -2, 1.5}, {2, 1, -1}, {0.1, 0.7, -0.4}
    };
    private static final double[] TARGETS = {1, -2, 0.5, 3, 0.2};
    private static final List<Component> COMPONENTS =
            List.of(
                    new Component("outer", Component.Kind.OTHER, -1, outer()),
                    new Component("middle", Component.Kind.OTHER, -1, IndexSet.range(1, 2)));

    private static IndexSet outer() {
        return IndexSet.union(List.of(IndexSet.range(0, 1), IndexSet.range(2, 3)));
    }

    private static LinearRegressionSystem of(double[][] inputs, int... pattern) {
        return new LinearRegressionSystem(
                inputs,
                TARGETS,
                new float[] {0.5f, -0.25f, 1},
                COMPONENTS,
                List.of(new Pattern("some", "test", "some examples", pattern)));
    }

    @Override
    protected EnergySystem system() {
        return of(INPUTS, 0, 3);
    }

    @Override
    protected boolean evaluationIsSamplingSet() {
        return true;
    }

    @Test
    void lossIsHalfTheSquaredResidual() {
        float[] losses = new float[5];
        EnergyView view = system().view(IndexSet.range(0, 3), 1);
        view.exampleLosses(new float[] {0.5f, -0.25f, 1}, losses);
        // Example 0: 1 − (0.5 − 0.5 + 0.5) = 0.5; example 3: 3 − (1 − 0.25 − 1) = 3.25.
        assertEquals(0.125f, losses[0]);
        assertEquals(5.28125f, losses[3]);
    }

    @Test
    void gradientOfOneExampleIsMinusResidualTimesInput() {
        LinearRegressionSystem one =
                new LinearRegressionSystem(
                        new double[][] {{1, 2, 0.5}},
                        new double[] {1},
                        new float[] {0.5f, -0.25f, 1},
                        COMPONENTS,
                        List.of());
        float[] gradient = new float[2];
        double loss = one.view(outer(), 1).fullGradient(one.checkpoint(), gradient);
        assertEquals(0.125, loss);
        assertEquals(-0.5f, gradient[0]);
        assertEquals(-0.25f, gradient[1]);
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> of(new double[][] {{1, 2, 3}}, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> of(new double[][] {{1}, {1}, {1}, {1}, {1}}, 0));
        assertThrows(IllegalArgumentException.class, () -> of(INPUTS, 5));
    }
}
