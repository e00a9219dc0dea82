package org.chiscope.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.chiscope.format.AtomicFiles;
import org.chiscope.format.FormatException;
import org.chiscope.network.HeadScores;
import org.chiscope.network.Network;
import org.chiscope.network.TransformerConfig;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.ModelConfig;
import org.chiscope.system.ModelFolder;
import org.jspecify.annotations.Nullable;

/**
 * An experiment at one checkpoint of a training after another. Each has a results folder of its
 * own; what was sampled before is taken as it is, and what was stopped goes on.
 */
public final class DevelopmentRun {
    /** An experiment for the checkpoints that may lie in a model's folder. */
    public static final String EXPERIMENT_FILE = "development.json";

    private static final int SCORED_SEQUENCES = 32;

    private final Experiment experiment;
    private final Path from;
    private final ModelFolder model;
    private final Path folder;
    private final ModelOpener models;
    private final int workers;

    /** How a run is followed while it samples. */
    public interface Watch {

        /**
         * A checkpoint's run was made or opened; it may be finished already.
         *
         * @throws RuntimeException to end everything, before anything is sampled
         */
        default void opened(Snapshot snapshot) {}

        /**
         * Starts a run that is not finished and waits for its end.
         *
         * @param at what is sampled
         * @param number its place, from 1 on
         * @param of how many there are
         * @return the last snapshot; where that is neither finished nor failed, everything stops
         */
        Snapshot untilEnd(ModelFolder.Checkpoint at, int number, int of, ExperimentRun run)
                throws InterruptedException;
    }

    /** What became of it. */
    public sealed interface Outcome {

        /**
         * Everything is sampled.
         *
         * @param development what was found
         * @param sound whether no chain failed
         */
        record Finished(Development development, boolean sound) implements Outcome {}

        /**
         * A run failed.
         *
         * @param sentence why
         */
        record Failed(String sentence) implements Outcome {}

        /** It was stopped; what there is has been kept. */
        record Stopped() implements Outcome {}
    }

    /**
     * @param experiment its model path as it stands in {@code from}
     * @param from the folder that it is relative to
     * @param model the model that it names
     * @param folder where the results go; made if it does not exist
     * @param workers threads that advance chains, at least 1; the numbers do not depend on it
     */
    public DevelopmentRun(
            Experiment experiment,
            Path from,
            ModelFolder model,
            Path folder,
            ModelOpener models,
            int workers) {
        this.experiment = experiment;
        this.from = from;
        this.model = model;
        this.folder = folder;
        this.models = models;
        this.workers = workers;
    }

    /** The results folder of a checkpoint. */
    public static Path results(Path folder, ModelFolder.Checkpoint checkpoint) {
        return folder.resolve(checkpoint.folder());
    }

    /**
     * Samples what is missing, and writes {@code development.csv} once nothing is.
     *
     * @param checkpoints of the model, or its variants; at least one
     * @throws IOException with one sentence if a checkpoint or a results folder cannot be read, or
     *     a folder holds another experiment
     */
    public Outcome run(List<ModelFolder.Checkpoint> checkpoints, Watch watch)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        List<Development.Stage> stages = new ArrayList<>();
        Snapshot last = null;
        boolean sound = true;
        for (ModelFolder.Checkpoint checkpoint : checkpoints) {
            EnergySystem system = models.open(checkpoint.weights());
            ExperimentRun run = open(checkpoint, system);
            last = run.snapshot();
            watch.opened(last);
            if (last.state() != RunState.FINISHED) {
                last = watch.untilEnd(checkpoint, stages.size() + 1, checkpoints.size(), run);
            }
            if (last.state() == RunState.FAILED) {
                return new Outcome.Failed(String.valueOf(last.failure()));
            }
            if (last.state() != RunState.FINISHED) {
                return new Outcome.Stopped();
            }
            sound &= last.failures().isEmpty();
            stages.add(
                    new Development.Stage(
                            checkpoint.label(),
                            last.matrix(),
                            last.ensembles().getFirst().diagnostics().lambda(),
                            scores(system)));
        }
        if (last == null) {
            throw new IllegalArgumentException("A development needs at least one checkpoint.");
        }
        Development development =
                new Development(
                        experiment.name(),
                        last.components().stream().map(ComponentInfo::name).toList(),
                        last.patterns().stream().map(PatternInfo::name).toList(),
                        stages);
        AtomicFiles.writeString(
                folder.resolve(DevelopmentTable.FILE_NAME), development.table().csv());
        return new Outcome.Finished(development, sound);
    }

    private ExperimentRun open(ModelFolder.Checkpoint checkpoint, EnergySystem system)
            throws IOException {
        Path results = results(folder, checkpoint);
        Experiment described =
                experiment.withModel(checkpoint.weights().toString()).relocated(from, results);
        if (!Files.exists(results)) {
            return ExperimentRun.create(described, system, results, workers);
        }
        Path stored = results.resolve(Experiment.FILE_NAME);
        if (Files.exists(stored) && !Experiment.read(stored).id().equals(described.id())) {
            throw new FormatException(
                    "The folder "
                            + results
                            + " holds a run of another experiment; choose another folder for the"
                            + " results, or delete it.");
        }
        return ExperimentRun.reopen(results, system, workers);
    }

    /**
     * Of the heads; null for a model without, and for a system that stands in a network's place.
     */
    private @Nullable HeadScores scores(EnergySystem system) {
        if (!(model.config().architecture()
                instanceof ModelConfig.Architecture.OfTransformer(TransformerConfig shape))) {
            return null;
        }
        Network network = new ModelConfig.Architecture.OfTransformer(shape).network();
        return network.layout().size() == system.dimension()
                ? HeadScores.measure(
                        shape, network, system.checkpoint(), SCORED_SEQUENCES, experiment.seed())
                : null;
    }
}
