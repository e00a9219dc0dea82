package org.chiscope.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.chiscope.format.AtomicFiles;
import org.chiscope.format.FormatException;
import org.chiscope.format.JsonFields;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a results folder says of its run besides the description, in {@code run.json}.
 *
 * @param runId names the run
 * @param created when, in UTC (ISO 8601)
 * @param experimentId hash of the description ({@link Experiment#id})
 * @param modelFingerprint of the model ({@link ModelFingerprint})
 * @param kernels the kernels that the first sitting ran on
 * @param checkpointLosses L(w*), and L_k(w*) of each pattern, nats
 * @param secondsElapsed time spent running
 * @param finished whether all results are written
 */
@SuppressWarnings("ArrayRecordComponent") // the content of a file, never compared
record RunInfo(
        String runId,
        String created,
        String experimentId,
        String modelFingerprint,
        String kernels,
        double[] checkpointLosses,
        double secondsElapsed,
        boolean finished) {
    private static final int FORMAT = 1;

    /** Of a run that is made now. */
    static RunInfo fresh(RunPlan plan) {
        return new RunInfo(
                newRunId(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                plan.experiment().id(),
                plan.fingerprint(),
                Versions.kernels(),
                plan.checkpointLosses(),
                0,
                false);
    }

    /** The time in UTC and four random hexadecimal digits, such as {@code 20260131-142500-3f9a}. */
    static String newRunId() {
        String time =
                DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
                        .format(Instant.now().atOffset(ZoneOffset.UTC));
        int digits = ThreadLocalRandom.current().nextInt(1 << 16);
        return time + String.format(Locale.ROOT, "-%04x", digits);
    }

    /**
     * Makes sure that the folder's run is of this description, perhaps from before draws were added
     * to it, and of this model.
     *
     * @throws ResultsFolderException with one sentence if not
     */
    void check(RunPlan plan, Path folder) throws ResultsFolderException {
        if (!plan.experiment().ids().contains(experimentId)) {
            throw new ResultsFolderException(
                    "The experiment.json in "
                            + folder
                            + " was changed since its run was made, so its draws do not belong to"
                            + " it; put the old one back, or start a new run in another folder.");
        }
        if (!modelFingerprint.equals(plan.fingerprint())
                || !ModelFingerprint.agree(checkpointLosses, plan.checkpointLosses())) {
            throw new ResultsFolderException(
                    "The model is not the one that the results in "
                            + folder
                            + " were made with: its weights, components, patterns or evaluation"
                            + " data differ; put the old model back, or start a new run in another"
                            + " folder.");
        }
    }

    /**
     * Makes sure that nobody added draws to the folder's run after {@code plan} was made from it:
     * what goes on from the fewer draws would overwrite the more.
     *
     * @throws ResultsFolderException with one sentence if somebody did
     */
    void checkNotExtendedSince(RunPlan plan, Path folder) throws ResultsFolderException {
        if (!plan.experiment().ids().contains(experimentId)) {
            throw new ResultsFolderException(
                    "Draws were added to the run in "
                            + folder
                            + " by another window or program since it was opened here; open it"
                            + " again to go on with it.");
        }
    }

    /** As it is for {@code plan}: a run to which draws were added is no longer finished. */
    RunInfo of(RunPlan plan) {
        String id = plan.experiment().id();
        return id.equals(experimentId)
                ? this
                : new RunInfo(
                        runId,
                        created,
                        id,
                        modelFingerprint,
                        kernels,
                        checkpointLosses,
                        secondsElapsed,
                        false);
    }

    RunInfo with(double seconds, boolean nowFinished) {
        return new RunInfo(
                runId,
                created,
                experimentId,
                modelFingerprint,
                kernels,
                checkpointLosses,
                seconds,
                nowFinished);
    }

    void write(Path file) throws IOException {
        ObjectNode tree = ExperimentJson.MAPPER.createObjectNode();
        tree.put("format", FORMAT);
        tree.put("runId", runId);
        tree.put("created", created);
        tree.put("experimentId", experimentId);
        tree.put("modelFingerprint", modelFingerprint);
        tree.put("kernels", kernels);
        Numbers.put(tree, "checkpointLosses", checkpointLosses);
        tree.put("secondsElapsed", secondsElapsed);
        tree.put("finished", finished);
        AtomicFiles.writeString(file, ExperimentJson.pretty(tree));
    }

    static RunInfo read(Path file) throws ResultsFolderException {
        try {
            JsonFields fields = JsonFields.read(file);
            int format = fields.wholeNumber("format");
            if (format != FORMAT) {
                throw new ResultsFolderException(
                        file
                                + " has format "
                                + format
                                + ", but this program reads format "
                                + FORMAT
                                + "; open it with the version that wrote it.");
            }
            return new RunInfo(
                    fields.text("runId"),
                    fields.text("created"),
                    fields.text("experimentId"),
                    fields.text("modelFingerprint"),
                    fields.text("kernels"),
                    fields.numbers("checkpointLosses"),
                    fields.number("secondsElapsed"),
                    fields.flag("finished"));
        } catch (FormatException e) {
            throw new ResultsFolderException("The results folder is damaged. " + e.getMessage(), e);
        }
    }
}
