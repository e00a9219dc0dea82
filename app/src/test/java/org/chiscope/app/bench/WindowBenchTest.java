package org.chiscope.app.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.chiscope.app.FxTest;
import org.chiscope.app.bench.MatrixUpdates.Size;
import org.chiscope.app.chart.MatrixData;
import org.chiscope.app.matrix.Marking;
import org.chiscope.app.matrix.MatrixValues;
import org.chiscope.app.matrix.Scaling;
import org.chiscope.cli.WindowBenchmark.Timing;
import org.chiscope.experiment.Snapshot;
import org.chiscope.format.FormatException;
import org.chiscope.response.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class WindowBenchTest extends FxTest {
    @Test
    void eachSizeIsUpdatedAndItsValuesArePartOfThat() throws Exception {
        List<Timing> timings = MatrixUpdates.measure(List.of(new Size(2, 3), new Size(70, 20)), 2);
        assertEquals(
                List.of(
                        "new snapshot, 2 × 3 cells",
                        "  of it the cells' values",
                        "new snapshot, 70 × 20 cells",
                        "  of it the cells' values"),
                timings.stream().map(Timing::name).toList());
        for (int i = 0; i < timings.size(); i += 2) {
            double[] all = timings.get(i).seconds();
            double[] values = timings.get(i + 1).seconds();
            assertEquals(all.length, values.length);
            for (int update = 0; update < all.length; update++) {
                assertTrue(0 < values[update] && values[update] <= all[update]);
            }
        }
        assertEquals(1 / 60.0, timings.getFirst().scale());
    }

    /** Otherwise an update would have nothing to do. */
    @Test
    void everyCellOfAMadeSnapshotHasAValueThatAnotherSeedChanges() {
        MatrixData one = values(MadeSnapshots.of(new Size(70, 20), 1));
        MatrixData other = values(MadeSnapshots.of(new Size(70, 20), 2));
        assertEquals(70, one.rows().size());
        assertEquals(20, one.columns().size());
        for (int r = 0; r < 70; r++) {
            for (int c = 0; c < 20; c++) {
                MatrixData.Value value = (MatrixData.Value) one.cell(r, c);
                assertTrue(value.value() != ((MatrixData.Value) other.cell(r, c)).value());
            }
        }
    }

    private static MatrixData values(Snapshot snapshot) {
        return MatrixValues.of(snapshot, Part.FLUCTUATION, Scaling.RAW, Marking.TWO_ERRORS, null);
    }

    @Test
    void aStartSaysItsMilliseconds() throws Exception {
        assertEquals(1.234, Starts.seconds("1234\n"));
        FormatException failure =
                assertThrows(FormatException.class, () -> Starts.seconds("no display\n"));
        assertTrue(String.valueOf(failure.getMessage()).contains("\"no display\""));
    }

    /** The class that is started says what a start would say; its version says the same. */
    @Test
    void startsAreProcessesOfTheirOwn() throws Exception {
        Timing timing = new Starts(Starts.ownJava(), Says.class).measure(2);
        assertEquals("[1.5, 1.5]", Arrays.toString(timing.seconds()));
        assertTrue(timing.scale() > 0);
    }

    /** In place of the launcher: the variable is set, and two properties choose the platform. */
    static final class Says {
        public static void main(String... args) {
            boolean called = StartTime.called(System.getenv()).isPresent();
            boolean headless = "Headless".equals(System.getProperty("glass.platform"));
            System.out.println(called && (headless || args.length == 1) ? "1500" : "wrong");
        }
    }
}
