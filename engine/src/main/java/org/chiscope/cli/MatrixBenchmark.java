package org.chiscope.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.ExperimentException;
import org.chiscope.experiment.ExperimentRun;
import org.chiscope.experiment.ModelOpener;
import org.chiscope.experiment.ResultsFolderException;
import org.chiscope.experiment.RunState;
import org.chiscope.experiment.Snapshot;
import org.chiscope.experiment.SusceptibilityMatrix;
import org.chiscope.response.SusceptibilityRow;
import org.chiscope.system.EnergySystem;

/**
 * How long a person waits for the matrix of an experiment, which is run as it stands. Seconds count
 * from before the model is opened.
 *
 * @param last what is known at the end
 * @param ready when the run was ready to start
 * @param firstFull when every cell rested on {@value #FULL_DRAWS} draws; NaN if that never came
 * @param whole when all draws were made and the results written
 */
record MatrixBenchmark(Snapshot last, double ready, double firstFull, double whole) {
    /** Draws behind each cell of a first full matrix: a run begins with 4 chains of 5 draws. */
    static final int FULL_DRAWS = 20;

    private static final Duration LOOK = Duration.ofMillis(50);

    /**
     * Reads the experiment.
     *
     * @throws IOException with one sentence if it cannot be read, or is too short for a full matrix
     */
    static Experiment read(Path experimentFile) throws IOException {
        Experiment experiment = Experiment.read(experimentFile);
        long draws = (long) experiment.chains() * experiment.schedule().draws();
        if (draws < FULL_DRAWS) {
            throw new ExperimentException(
                    "A full matrix rests on "
                            + FULL_DRAWS
                            + " draws a component, but the experiment "
                            + experimentFile
                            + " makes "
                            + draws
                            + "; ask for more chains or draws.");
        }
        return experiment;
    }

    /**
     * Runs the experiment in a temporary folder.
     *
     * @param from the folder of the file that it was read from
     * @throws IOException with one sentence if the run fails
     */
    static MatrixBenchmark run(Experiment experiment, Path from, ModelOpener models, int workers)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        EnergySystem system = models.open(experiment.modelFolder(from));
        try (TemporaryFolder folder = TemporaryFolder.create()) {
            Path results = folder.path().resolve("results");
            ExperimentRun run =
                    ExperimentRun.create(
                            experiment.relocated(from, results), system, results, workers);
            double ready = secondsSince(start);
            double firstFull = Double.NaN;
            run.start();
            boolean ended = false;
            while (!ended) {
                ended = run.awaitEnded(LOOK);
                if (Double.isNaN(firstFull) && isFull(run.snapshot().matrix())) {
                    firstFull = secondsSince(start);
                }
            }
            double whole = secondsSince(start);
            Snapshot last = run.snapshot();
            if (last.state() != RunState.FINISHED) {
                throw new ResultsFolderException(
                        "The run that was to be measured did not finish: " + last.failure());
            }
            return new MatrixBenchmark(last, ready, firstFull, whole);
        }
    }

    /** Whether every cell rests on enough draws. */
    static boolean isFull(SusceptibilityMatrix matrix) {
        List<SusceptibilityRow> rows = matrix.rows();
        return rows.stream()
                .allMatch(
                        row ->
                                row != null
                                        && row.cells().stream()
                                                .allMatch(cell -> cell.draws() >= FULL_DRAWS));
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
