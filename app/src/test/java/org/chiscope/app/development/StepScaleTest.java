package org.chiscope.app.development;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Where steps of a training lie. */
class StepScaleTest {

    @Test
    void stepsLieWhereTheyCanBeToldApart() {
        assertEquals(StepScale.Spacing.LINEAR, StepScale.standard(List.of(1.0, 2.0, 4.0)));
        assertEquals(
                StepScale.Spacing.LOGARITHMIC,
                StepScale.standard(List.of(1.0, 10.0, 100.0, 1000.0)));
        List<Double> dense = List.of(2000.0, 3000.0, 3100.0, 3200.0, 24000.0);
        assertEquals(StepScale.Spacing.CHECKPOINTS, StepScale.standard(dense));
        assertEquals(StepScale.Spacing.LINEAR, StepScale.standard(List.of(0.0)));
        StepScale apart = new StepScale(dense, StepScale.Spacing.CHECKPOINTS);
        assertEquals(0.5, apart.at(3100), 1e-12);
        assertEquals(0.625, apart.at(3150), 1e-12);
        StepScale ratios = new StepScale(dense, StepScale.Spacing.LOGARITHMIC);
        assertEquals(Math.log(3000 / 2000.0) / Math.log(12), ratios.at(3000), 1e-12);
        StepScale linear = new StepScale(dense, StepScale.Spacing.LINEAR);
        assertEquals(0.05, linear.at(3100), 1e-3);
        assertEquals(
                StepScale.Spacing.CHECKPOINTS,
                new StepScale(List.of(0.0, 1.0), StepScale.Spacing.LOGARITHMIC).spacing());
        for (StepScale scale : List.of(apart, ratios, linear)) {
            double before = -1;
            for (StepScale.Mark mark : scale.marks(4)) {
                assertTrue(mark.at() >= 0 && mark.at() <= 1 && mark.at() > before + 0.2);
                before = mark.at();
            }
            assertTrue(before >= 0, "an axis has marks");
        }
    }
}
