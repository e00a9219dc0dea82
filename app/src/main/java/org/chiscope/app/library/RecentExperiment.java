package org.chiscope.app.library;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A results folder, as the Library lists it.
 *
 * @param folder where it lies
 * @param name what the experiment is called
 * @param model the name of its model's folder
 * @param created when the run was made
 * @param ensembles how many ensembles it samples; 0 where unknown
 * @param draws how many draws were made; 0 where unknown
 * @param seconds time spent running
 * @param standing how to take it
 * @param verdict the same in words
 * @param picture the fluctuations, row by row, NaN where there is none; empty before the first
 *     results
 */
@SuppressWarnings("ArrayRecordComponent") // read once, only to be drawn
public record RecentExperiment(
        Path folder,
        String name,
        String model,
        Instant created,
        int ensembles,
        long draws,
        double seconds,
        Standing standing,
        String verdict,
        double[][] picture) {

    /** How to take a result. */
    public enum Standing {
        GOOD,
        UNFINISHED,
        DOUBTFUL,
        BAD
    }
}
