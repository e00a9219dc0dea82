package org.chiscope.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.chiscope.format.AtomicFiles;
import org.chiscope.format.FormatException;
import org.chiscope.network.Network;
import org.chiscope.system.ModelConfig;

/**
 * From a {@link TrainingPlan} to a model folder: data, weights, checkpoints and logs, of the plan's
 * own training and then of its variants. A killed run continues from the last line of its log and
 * ends in the same weights.
 */
public final class TrainingRun {
    private final TrainingPlan plan;
    private final Path folder;
    private final TrainingSet set;
    private final List<TrainingJob> jobs = new ArrayList<>();

    private TrainingRun(TrainingPlan plan, Path folder, TrainingSet set) {
        this.plan = plan;
        this.folder = folder;
        this.set = set;
        Network network = plan.model().network();
        jobs.add(new TrainingJob(plan, null, set, network, folder));
        for (Variant variant : plan.variants()) {
            jobs.add(new TrainingJob(plan, variant, set, network, folder));
        }
    }

    /**
     * Makes the data; writes nothing.
     *
     * @throws FormatException with one sentence if a text is missing, or too short for the plan, or
     *     the folder holds a training by another plan
     */
    public static TrainingRun prepare(TrainingPlan plan, Path folder) throws IOException {
        TrainingRun run = new TrainingRun(plan, folder, TrainingSet.of(plan));
        for (TrainingJob job : run.jobs) {
            job.checkState();
        }
        return run;
    }

    /**
     * Writes all of the model folder but the weights: config, data and pattern rules. Weights
     * follow from {@link #train}.
     */
    public void writeModelFolder() throws IOException {
        Files.createDirectories(folder);
        Path patterns = folder.resolve("patterns.json");
        if (!Files.exists(patterns) || !Files.isSameFile(patterns, plan.patterns())) {
            AtomicFiles.writeBytes(patterns, Files.readAllBytes(plan.patterns()));
        }
        new ModelConfig(
                        plan.title(),
                        plan.description(),
                        plan.licence(),
                        plan.model(),
                        set.write(folder))
                .write(folder);
    }

    /** Units of the sampling set. */
    public int units() {
        return set.sampling().units();
    }

    /** Examples of the sampling set. */
    public int examples() {
        return set.sampling().examples();
    }

    /**
     * How far it is.
     *
     * @param variant whose training this is; empty for the plan's own
     * @param line of its log
     * @param share of all steps of all trainings that are done, 0 … 1
     * @param secondsLeft at the present pace; NaN before that is known
     */
    public record Progress(String variant, LogLine line, double share, double secondsLeft) {}

    /**
     * Trains to the end of the plan, or until {@code cancelled}; then the state is saved and a
     * later call continues.
     *
     * @param listener hears of each line of the logs
     * @return whether the end was reached
     * @throws DivergedException with one sentence if a training diverges
     */
    public boolean train(int workers, BooleanSupplier cancelled, Consumer<Progress> listener)
            throws IOException, InterruptedException {
        long steps = plan.optimizer().steps();
        long all = steps * jobs.size();
        Pace pace = new Pace();
        for (int i = 0; i < jobs.size(); i++) {
            TrainingJob job = jobs.get(i);
            long before = steps * i;
            boolean finished =
                    job.train(
                            workers,
                            cancelled,
                            line -> {
                                long done = before + line.step();
                                listener.accept(
                                        new Progress(
                                                job.name(),
                                                line,
                                                (double) done / all,
                                                pace.secondsLeft(done, all)));
                            });
            if (!finished) {
                return false;
            }
        }
        return true;
    }

    /** Steps a second since the first that was heard of. */
    private static final class Pace {
        private long first = -1;
        private long firstAt;

        double secondsLeft(long done, long all) {
            long now = System.nanoTime();
            if (first < 0) {
                first = done;
                firstAt = now;
                return Double.NaN;
            }
            return (now - firstAt) * 1e-9 / (done - first) * (all - done);
        }
    }
}
