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
import org.chiscope.data.BytePairTokenizer;
import org.chiscope.data.Corpus;
import org.chiscope.data.TokenData;
import org.chiscope.format.AtomicFiles;
import org.chiscope.format.FormatException;
import org.chiscope.format.Safetensors;
import org.chiscope.format.Tensor;
import org.chiscope.math.RandomStream;
import org.chiscope.network.HeadScores;
import org.chiscope.network.Network;
import org.chiscope.network.Transformer;
import org.chiscope.system.ModelConfig;
import org.chiscope.system.WeightFile;
import org.jspecify.annotations.Nullable;

/**
 * A training from its {@link TrainingPlan} to a model folder: tokeniser, sampling set, evaluation
 * set, weights, checkpoints and log. A killed training continues from its last checkpoint and ends
 * in the same weights.
 */
public final class TrainingRun {
    private static final int SCORED_SEQUENCES = 32;
    private static final String WEIGHTS_FILE = "model.safetensors";
    private static final String STATE_FILE = "training-state.safetensors";

    private final TrainingPlan plan;
    private final Path folder;
    private final BytePairTokenizer tokenizer;
    private final TokenData sampling;
    private final TokenData evaluation;
    private final Network network;

    private TrainingRun(
            TrainingPlan plan,
            Path folder,
            BytePairTokenizer tokenizer,
            TokenData sampling,
            TokenData evaluation) {
        this.plan = plan;
        this.folder = folder;
        this.tokenizer = tokenizer;
        this.sampling = sampling;
        this.evaluation = evaluation;
        this.network = Transformer.build(plan.model());
    }

    /**
     * Reads the texts, trains the tokeniser and makes the sampling and evaluation sets.
     *
     * @throws FormatException with one sentence if a text is missing, or too short for the plan
     */
    public static TrainingRun prepare(TrainingPlan plan, Path folder) throws IOException {
        try {
            BytePairTokenizer tokenizer =
                    Corpus.trainTokenizer(plan.texts(), plan.model().vocabularySize());
            TokenData texts = Corpus.build(plan.texts(), tokenizer, plan.model().contextLength());
            TokenData sampling =
                    plan.repeatedPassages() == null
                            ? texts
                            : plan.repeatedPassages().appendedTo(texts, plan.seed());
            if (plan.emphasis() != null) {
                sampling.contextsOf(plan.emphasis().source());
            }
            return new TrainingRun(
                    plan, folder, tokenizer, sampling, chooseEvaluation(plan, sampling));
        } catch (IllegalArgumentException unfit) {
            throw new FormatException(String.valueOf(unfit.getMessage()), unfit);
        }
    }

    /** A seeded subsample of the sampling set without replacement, in its order. */
    private static TokenData chooseEvaluation(TrainingPlan plan, TokenData sampling) {
        int[] order =
                RandomStream.of(plan.seed(), RandomStream.hash("evaluation set"))
                        .permutation(sampling.contexts());
        int[] chosen = Arrays.copyOf(order, Math.min(plan.evaluationContexts(), order.length));
        Arrays.sort(chosen);
        return sampling.select(chosen);
    }

    /**
     * Writes all of the model folder but the weights: config, tokeniser, sampling set, evaluation
     * set and pattern rules. Weights follow from {@link #train}.
     */
    public void writeModelFolder() throws IOException {
        Files.createDirectories(folder);
        tokenizer.toJson().write(folder.resolve("tokenizer.json"));
        sampling.write(folder.resolve("sampling.safetensors"));
        evaluation.write(folder.resolve("evaluation.safetensors"));
        Path patterns = folder.resolve("patterns.json");
        if (!Files.exists(patterns) || !Files.isSameFile(patterns, plan.patterns())) {
            AtomicFiles.writeBytes(patterns, Files.readAllBytes(plan.patterns()));
        }
        new ModelConfig(
                        plan.title(),
                        plan.description(),
                        plan.licence(),
                        new ModelConfig.Architecture.OfTransformer(plan.model()),
                        new ModelConfig.NetworkFiles(
                                WEIGHTS_FILE,
                                "tokenizer.json",
                                "sampling.safetensors",
                                "evaluation.safetensors",
                                Map.of(),
                                null,
                                "patterns.json"))
                .write(folder);
    }

    /** The sampling set: all contexts of the texts, and the repeated passages if there are any. */
    public TokenData sampling() {
        return sampling;
    }

    /**
     * Trains to the end of the plan, or until {@code cancelled}; then the state is saved and a
     * later call continues.
     *
     * @param listener receives each line of the log
     * @return the parameters, written to the model folder, or null if cancelled before the end
     */
    public float @Nullable [] train(
            int workers, BooleanSupplier cancelled, Consumer<LogLine> listener)
            throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("checkpoints"));
        Trainer.State start = readState();
        long began = System.nanoTime();
        double secondsBefore = start.step() == 0 ? 0 : lastLoggedSeconds(start.step());
        try (Trainer trainer =
                new Trainer(
                        network,
                        plan.optimizer(),
                        plan.emphasis(),
                        sampling,
                        plan.seed(),
                        start,
                        workers)) {
            double lossSum = 0;
            long lossCount = 0;
            while (trainer.stepsDone() < plan.optimizer().steps()) {
                if (cancelled.getAsBoolean()) {
                    writeState(trainer.state());
                    return null;
                }
                lossSum += trainer.advance();
                lossCount++;
                long step = trainer.stepsDone();
                boolean last = step == plan.optimizer().steps();
                if (step % plan.logEvery() == 0 || last) {
                    double seconds = secondsBefore + (System.nanoTime() - began) * 1e-9;
                    LogLine line = logLine(trainer, step, seconds, lossSum / lossCount);
                    append(line);
                    listener.accept(line);
                    lossSum = 0;
                    lossCount = 0;
                }
                if (step % plan.checkpointEvery() == 0 || last) {
                    WeightFile.write(
                            network,
                            folder.resolve("checkpoints")
                                    .resolve(
                                            String.format(
                                                    Locale.ROOT, "step-%07d.safetensors", step)),
                            trainer.parameters());
                    writeState(trainer.state());
                }
            }
            WeightFile.write(network, folder.resolve(WEIGHTS_FILE), trainer.parameters());
            return trainer.parameters().clone();
        }
    }

    /**
     * A line of the log.
     *
     * @param step steps done
     * @param tokens tokens seen
     * @param seconds wall time of the training
     * @param learningRate of the last step
     * @param trainingLoss mean over the minibatches since the last line, nats a token
     * @param evaluationLoss over the evaluation set, nats a token
     * @param scores of the heads
     */
    public record LogLine(
            long step,
            long tokens,
            double seconds,
            double learningRate,
            double trainingLoss,
            double evaluationLoss,
            HeadScores scores) {

        static final String HEADER =
                "step,tokens,seconds,learning_rate,training_loss,evaluation_loss,prefix_matching,"
                        + "previous_token\n";

        String csv() {
            return String.format(
                    Locale.ROOT,
                    "%d,%d,%.1f,%.4g,%.4f,%.4f,%s,%s%n",
                    step,
                    tokens,
                    seconds,
                    learningRate,
                    trainingLoss,
                    evaluationLoss,
                    list(scores.prefixMatching()),
                    list(scores.previousToken()));
        }

        /** Scores of all heads, layers after one another, separated by blanks. */
        private static String list(double[][] scores) {
            StringBuilder text = new StringBuilder();
            for (double[] layer : scores) {
                for (double score : layer) {
                    text.append(text.isEmpty() ? "" : " ")
                            .append(String.format(Locale.ROOT, "%.3f", score));
                }
            }
            return text.toString();
        }
    }

    private LogLine logLine(Trainer trainer, long step, double seconds, double trainingLoss) {
        long perStep = (long) plan.optimizer().batchSize() * (sampling.length() - 1);
        return new LogLine(
                step,
                step * perStep,
                seconds,
                plan.optimizer().learningRate(step - 1),
                trainingLoss,
                trainer.loss(evaluation),
                HeadScores.measure(
                        plan.model(),
                        network,
                        trainer.parameters(),
                        SCORED_SEQUENCES,
                        plan.seed()));
    }

    private Path logFile() {
        return folder.resolve("training-log.csv");
    }

    private void append(LogLine line) throws IOException {
        String text = (Files.exists(logFile()) ? "" : LogLine.HEADER) + line.csv();
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
        StringBuilder kept = new StringBuilder(LogLine.HEADER);
        double seconds = 0;
        for (String line : Files.readAllLines(logFile())) {
            String[] fields = line.split(",", -1);
            if (!line.startsWith("step") && Long.parseLong(fields[0]) <= step) {
                kept.append(line).append('\n');
                seconds = Double.parseDouble(fields[2]);
            }
        }
        AtomicFiles.writeString(logFile(), kept.toString());
        return seconds;
    }

    private Trainer.State readState() throws IOException {
        Path file = folder.resolve(STATE_FILE);
        if (!Files.exists(file)) {
            return Trainer.State.start(
                    Transformer.initialize(
                            plan.model(), network, plan.embeddingDeviation(), plan.seed()));
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
        Safetensors.write(folder.resolve(STATE_FILE), new Safetensors(tensors));
    }
}
