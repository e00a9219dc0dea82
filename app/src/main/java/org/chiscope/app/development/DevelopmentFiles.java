package org.chiscope.app.development;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.chiscope.app.document.OpenModel;
import org.chiscope.experiment.DevelopmentRun;
import org.chiscope.experiment.DevelopmentTable;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.LossLog;
import org.chiscope.format.FormatException;
import org.chiscope.system.ModelFolder;
import org.jspecify.annotations.Nullable;

/**
 * What lies beside a model about its development, and what was sampled of it here. Read off the FX
 * thread.
 *
 * @param model its folder
 * @param experiment what is sampled at each checkpoint, its model path relative to the folder
 * @param checkpoints of its training; empty if there are none
 * @param kept where results of the checkpoints go
 * @param begun how many checkpoints have results there
 * @param found the development; null if there is none yet
 */
record DevelopmentFiles(
        ModelFolder model,
        Experiment experiment,
        List<ModelFolder.Checkpoint> checkpoints,
        Path kept,
        int begun,
        @Nullable Found found) {

    /**
     * A development that was read.
     *
     * @param steps of its checkpoints
     * @param log null without one
     * @param results the results folder of each checkpoint, where there is one
     * @param shipped whether it came with the model
     */
    record Found(
            DevelopmentTable table,
            List<Double> steps,
            @Nullable LossLog log,
            List<Optional<Path>> results,
            boolean shipped) {}

    /**
     * Reads what there is.
     *
     * @param resultsRoot where results are kept
     * @throws IOException with one sentence if a file is malformed
     */
    static DevelopmentFiles read(OpenModel opened, Path resultsRoot) throws IOException {
        // A checkpoint may be open in the place of the trained weights.
        ModelFolder model = ModelFolder.read(opened.folder());
        Path folder = model.folder().toAbsolutePath().normalize();
        Path described = folder.resolve(DevelopmentRun.EXPERIMENT_FILE);
        Experiment experiment =
                Files.isRegularFile(described)
                        ? Experiment.read(described).withModel(".")
                        : opened.experiment().withModel(".");
        List<ModelFolder.Checkpoint> checkpoints = checkpoints(model);
        Path kept =
                resultsRoot
                        .toAbsolutePath()
                        .resolve("development")
                        .resolve(folder.getFileName() + "-" + experiment.id());
        int begun =
                (int)
                        checkpoints.stream()
                                .filter(at -> Files.exists(DevelopmentRun.results(kept, at)))
                                .count();
        return new DevelopmentFiles(
                model, experiment, checkpoints, kept, begun, found(folder, kept, checkpoints));
    }

    private static List<ModelFolder.Checkpoint> checkpoints(ModelFolder model) throws IOException {
        try {
            return model.checkpoints();
        } catch (FormatException none) {
            return List.of();
        }
    }

    private static @Nullable Found found(
            Path folder, Path kept, List<ModelFolder.Checkpoint> checkpoints) throws IOException {
        Path shipped = folder.resolve(DevelopmentTable.FILE_NAME);
        Path own = kept.resolve(DevelopmentTable.FILE_NAME);
        boolean came = Files.isRegularFile(shipped);
        if (!came && !Files.isRegularFile(own)) {
            return null;
        }
        Path file = came ? shipped : own;
        DevelopmentTable table = DevelopmentTable.read(file);
        Path log = folder.resolve(LossLog.FILE_NAME);
        return new Found(
                table,
                steps(table, file),
                Files.isRegularFile(log) ? LossLog.read(log) : null,
                table.stages().stream()
                        .map(stage -> results(stage.checkpoint(), kept, checkpoints))
                        .toList(),
                came);
    }

    private static List<Double> steps(DevelopmentTable table, Path file) throws FormatException {
        List<Double> steps;
        try {
            steps =
                    table.stages().stream()
                            .map(stage -> (double) Long.parseLong(stage.checkpoint()))
                            .toList();
        } catch (NumberFormatException malformed) {
            throw new FormatException(
                    "The checkpoints of "
                            + file
                            + " must be steps of the training, but one of them is no whole number.",
                    malformed);
        }
        for (int s = 1; s < steps.size(); s++) {
            if (steps.get(s) <= steps.get(s - 1)) {
                throw new FormatException(
                        "The checkpoints of "
                                + file
                                + " must have ascending steps, but "
                                + table.stages().get(s).checkpoint()
                                + " follows "
                                + table.stages().get(s - 1).checkpoint()
                                + ".");
            }
        }
        return steps;
    }

    private static Optional<Path> results(
            String step, Path kept, List<ModelFolder.Checkpoint> checkpoints) {
        return checkpoints.stream()
                .filter(checkpoint -> checkpoint.label().equals(step))
                .map(checkpoint -> DevelopmentRun.results(kept, checkpoint))
                .filter(Files::isDirectory)
                .findFirst();
    }
}
