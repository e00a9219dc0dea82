package org.chiscope.app.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.chiscope.app.bench.MatrixUpdates.Size;
import org.chiscope.cli.WindowBenchmark;

/**
 * Measures, without a display, how long the window takes to start, and what a new snapshot of a
 * matrix costs the thread that all of the window shares.
 */
public final class WindowBench implements WindowBenchmark {
    /** That of the sample model, and what the window is to bear. */
    private static final List<Size> SIZES =
            List.of(new Size(19, 13), new Size(100, 1_000), new Size(1_000, 5_000));

    private final Class<?> main;

    /**
     * @param main the class by which the program was started
     */
    public WindowBench(Class<?> main) {
        this.main = main;
    }

    @Override
    public List<Timing> measure(int runs) throws IOException, InterruptedException {
        List<Timing> timings = new ArrayList<>();
        // Before JavaFX takes memory and a thread of its own here.
        timings.add(new Starts(Starts.ownJava(), main).measure(runs));
        timings.addAll(MatrixUpdates.measure(SIZES, runs));
        return timings;
    }
}
