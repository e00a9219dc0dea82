package org.chiscope.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.chiscope.format.AtomicFiles;
import org.chiscope.format.FormatException;
import org.chiscope.format.Safetensors;
import org.chiscope.format.Tensor;
import org.chiscope.network.Batch;
import org.chiscope.network.Network;
import org.chiscope.system.WeightFile;
import org.jspecify.annotations.Nullable;

/**
 * One training of a plan, or of one of its variants: weights, checkpoints, log and the state from
 * which it goes on after a kill. Once finished, it does nothing more.
 */
final class TrainingJob {
    /** Key of a state's metadata. */
    private static final String PLAN = "plan";

    private final TrainingPlan plan;
    private final @Nullable Variant variant;
    private final TrainingSet set;
    private final Network network;
    private final Path folder;
    private final String suffix;
    private final String identity;

    /**
     * @param variant null for the plan's own training
     */
    TrainingJob(
            TrainingPlan plan,
            @Nullable Variant variant,
            TrainingSet set,
            Network network,
            Path folder) {
        this.plan = plan;
        this.variant = variant;
        this.set = set;
        this.network = network;
        this.folder = folder;
        this.suffix = variant == null ? "" : "-" + variant.name();
        this.identity = identity();
    }

    /** The variant's name, or an empty text. */
    String name() {
        return variant == null ? "" : variant.name();
    }

    private long seed() {
        return variant == null || variant.seed() == null ? plan.seed() : variant.seed();
    }

    private Start startOf() {
        return variant == null || variant.start() == null ? plan.start() : variant.start();
    }

    private Checkpoints checkpoints() {
        return variant == null ? plan.checkpoints() : variant.checkpoints();
    }

    /** The trained weights. */
    Path weights() {
        return variant == null
                ? folder.resolve(TrainingSet.WEIGHTS_FILE)
                : checkpoint(variant.name());
    }

    private Path checkpoint(String name) {
        return folder.resolve("checkpoints").resolve(name + ".safetensors");
    }

    /**
     * Trains to the end of the plan, or until {@code cancelled}; then the state is saved and a
     * later call continues.
     *
     * @param listener receives each line of the log
     * @return whether the end was reached
     */
    boolean train(int workers, BooleanSupplier cancelled, Consumer<LogLine> listener)
            throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("checkpoints"));
        Trainer.State start = readState();
        long began = System.nanoTime();
        double secondsBefore = start.step() == 0 ? 0 : lastLoggedSeconds(start.step());
        try (Trainer trainer =
                new Trainer(
                        network,
                        plan.optimizer(),
                        plan.data() instanceof TrainingData.Texts texts ? texts.emphasis() : null,
                        set.emphasised(),
                        set.sampling(),
                        seed(),
                        start,
                        workers)) {
            if (start.step() == 0) {
                Files.deleteIfExists(logFile());
                keep(0, trainer.parameters());
            }
            double lossSum = 0;
            long lossCount = 0;
            while (trainer.stepsDone() < plan.optimizer().steps()) {
                if (cancelled.getAsBoolean()) {
                    writeState(trainer.state());
                    return false;
                }
                lossSum += trainer.advance();
                lossCount++;
                long step = trainer.stepsDone();
                keep(step, trainer.parameters());
                if (step % plan.logEvery() == 0 || step == plan.optimizer().steps()) {
                    double seconds = secondsBefore + (System.nanoTime() - began) * 1e-9;
                    LogLine line = logLine(trainer, step, seconds, lossSum / lossCount);
                    append(line);
                    writeState(trainer.state());
                    listener.accept(line);
                    lossSum = 0;
                    lossCount = 0;
                }
            }
            write(weights(), trainer.parameters(), variant != null && checkpoints().half());
            return true;
        }
    }

    private void keep(long step, float[] w) throws IOException {
        if (!checkpoints().keeps(step)) {
            return;
        }
        String name = String.format(Locale.ROOT, "step-%07d", step);
        Path file = checkpoint(variant == null ? name : variant.name() + "-" + name);
        write(file, w, checkpoints().half());
    }

    private void write(Path file, float[] w, boolean half) throws IOException {
        if (half) {
            WeightFile.writeHalf(network, file, w);
        } else {
            WeightFile.write(network, file, w);
        }
    }

    private LogLine logLine(Trainer trainer, long step, double seconds, double trainingLoss) {
        long perStep = (long) plan.optimizer().batchSize() * set.sampling().examplesPerUnit();
        return new LogLine(
                step,
                step * perStep,
                seconds,
                plan.optimizer().learningRate(step - 1),
                trainingLoss,
                Measure.of(plan.model(), network, trainer.parameters(), set, plan.seed()));
    }

    private Path logFile() {
        return folder.resolve("training-log" + suffix + ".csv");
    }

    private void append(LogLine line) throws IOException {
        String text = (Files.exists(logFile()) ? "" : line.header()) + line.csv();
        Files.writeString(
                logFile(),
                text,
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** Drops lines of the log after {@code step} and returns the seconds of the last one kept. */
    private double lastLoggedSeconds(long step) throws IOException {
        if (!Files.exists(logFile())) {
            return 0;
        }
        StringBuilder kept = new StringBuilder();
        double seconds = 0;
        for (String line : Files.readAllLines(logFile())) {
            boolean header = kept.isEmpty();
            String[] fields = line.split(",", -1);
            if (header || Long.parseLong(fields[0]) <= step) {
                kept.append(line).append('\n');
                seconds = header ? 0 : Double.parseDouble(fields[2]);
            }
        }
        AtomicFiles.writeString(logFile(), kept.toString());
        return seconds;
    }

    private Path stateFile() {
        return folder.resolve("training-state" + suffix + ".safetensors");
    }

    /**
     * Makes sure that a state, if there is one, is that of this training.
     *
     * @throws FormatException with one sentence if it is not
     */
    void checkState() throws FormatException {
        Path file = stateFile();
        if (Files.exists(file) && !identity.equals(Safetensors.read(file).metadata().get(PLAN))) {
            throw new FormatException(
                    "The file "
                            + file
                            + " belongs to a training by another plan; delete it to train anew, or"
                            + " choose another folder.");
        }
    }

    private Trainer.State readState() throws IOException {
        Path file = stateFile();
        if (!Files.exists(file)) {
            return Trainer.State.start(startOf().parameters(plan.model(), network, seed()));
        }
        Safetensors state = Safetensors.read(file);
        return new Trainer.State(
                ((Tensor.I64) state.require("step", file)).values()[0],
                ((Tensor.F32) state.require("parameters", file)).values(),
                ((Tensor.F32) state.require("mean", file)).values(),
                ((Tensor.F32) state.require("square", file)).values());
    }

    private void writeState(Trainer.State state) throws IOException {
        int[] shape = {state.parameters().length};
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("step", new Tensor.I64(new int[] {1}, new long[] {state.step()}));
        tensors.put("parameters", new Tensor.F32(shape, state.parameters()));
        tensors.put("mean", new Tensor.F32(shape, state.mean()));
        tensors.put("square", new Tensor.F32(shape, state.square()));
        Safetensors.write(stateFile(), new Safetensors(tensors, Map.of(PLAN, identity)));
    }

    /** All that the weights depend on. */
    private String identity() {
        int data =
                switch (set.sampling()) {
                    case Batch.Tokens b -> Arrays.hashCode(b.tokens());
                    case Batch.Sequences b ->
                            31 * Arrays.hashCode(b.tokens()) + Arrays.hashCode(b.labels());
                    case Batch.Labelled b ->
                            31 * Arrays.hashCode(b.inputs()) + Arrays.hashCode(b.labels());
                    case Batch.Pairs b ->
                            31 * Arrays.hashCode(b.inputs()) + Arrays.hashCode(b.targets());
                };
        return String.join(
                "; ",
                plan.model().toString(),
                startOf().toString(),
                plan.optimizer().toString(),
                "seed " + seed(),
                "data " + Integer.toHexString(data));
    }
}
