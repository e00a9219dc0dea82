package org.chiscope.cli;

import java.io.IOException;
import java.util.List;

/**
 * Measures the window for {@code bench}. The engine knows no window: the explorer supplies one of
 * these, as it supplies figures.
 */
@FunctionalInterface
public interface WindowBenchmark {

    /**
     * Measures everything, in turns.
     *
     * @param runs of each
     * @throws IOException with one sentence if something cannot be measured
     */
    List<Timing> measure(int runs) throws IOException, InterruptedException;

    /**
     * What came of one thing.
     *
     * @param name in words, with its sizes
     * @param seconds of each run
     * @param scale seconds that these are to be compared with, measured or wanted
     * @param scaleName what the scale is, such as {@code a frame}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Timing(String name, double[] seconds, double scale, String scaleName) {}
}
