package org.chiscope.system;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chiscope.format.FormatException;
import org.chiscope.format.Safetensors;
import org.chiscope.format.Tensor;
import org.chiscope.format.WholeNumbers;
import org.chiscope.format.WriteException;
import org.chiscope.network.Batch;
import org.chiscope.network.Loss;
import org.chiscope.network.TransformerConfig;

/**
 * A set of examples that are not contexts of a language model, as a safetensors file. By
 * architecture: {@code inputs} F32 [examples, input width] with {@code targets} F32 [examples,
 * output width] (without them, the inputs of a toy model of superposition are its targets) or
 * {@code labels} [examples], or {@code tokens} [examples, length] with {@code labels}; whole
 * numbers are U8, U16, I32 or I64.
 */
public final class ExampleFile {
    private static final String INPUTS = "inputs";
    private static final String TARGETS = "targets";
    private static final String TOKENS = "tokens";
    private static final String LABELS = "labels";

    private ExampleFile() {}

    /**
     * Reads examples for a network.
     *
     * @throws FormatException with one sentence if the file is missing or malformed, or its
     *     examples do not fit the network
     * @throws IllegalArgumentException if this is a language model, which reads TokenData
     */
    public static Batch read(Path file, ModelConfig.Architecture.OfNetwork architecture)
            throws FormatException {
        Safetensors content = Safetensors.read(file);
        return switch (architecture) {
            case ModelConfig.Architecture.OfTransformer _ ->
                    throw new IllegalArgumentException("A language model reads contexts.");
            case ModelConfig.Architecture.OfSequenceClassifier(
                            TransformerConfig config,
                            int classes) ->
                    sequences(content, config, classes, file);
            case ModelConfig.Architecture.OfPerceptron perceptron -> {
                int in = perceptron.widths().getFirst();
                int out = perceptron.widths().getLast();
                float[] inputs = matrix(content, INPUTS, in, file);
                yield perceptron.loss() == Loss.CROSS_ENTROPY
                        ? new Batch.Labelled(inputs, labels(content, inputs.length / in, out, file))
                        : pairs(content, inputs, in, out, file);
            }
            case ModelConfig.Architecture.OfSuperposition(int features) -> {
                float[] inputs = matrix(content, INPUTS, features, file);
                yield content.tensors().containsKey(TARGETS)
                        ? pairs(content, inputs, features, features, file)
                        : new Batch.Pairs(inputs, inputs, inputs.length / features);
            }
        };
    }

    /**
     * Writes the file that {@link #read} reads.
     *
     * @throws IllegalArgumentException if these are contexts of a language model
     */
    public static void write(Path file, Batch batch) throws WriteException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        int[] count = {batch.units()};
        switch (batch) {
            case Batch.Tokens _ ->
                    throw new IllegalArgumentException("Contexts are written as TokenData.");
            case Batch.Sequences(int[] tokens, int length, int[] labels) -> {
                tensors.put(
                        TOKENS, WholeNumbers.smallest(new int[] {labels.length, length}, tokens));
                tensors.put(LABELS, WholeNumbers.smallest(count, labels));
            }
            case Batch.Labelled(float[] inputs, int[] labels) -> {
                tensors.put(INPUTS, rows(inputs, labels.length));
                tensors.put(LABELS, WholeNumbers.smallest(count, labels));
            }
            case Batch.Pairs(float[] inputs, float[] targets, int pairs) -> {
                tensors.put(INPUTS, rows(inputs, pairs));
                if (targets != inputs) {
                    tensors.put(TARGETS, rows(targets, pairs));
                }
            }
        }
        Safetensors.write(file, new Safetensors(tensors));
    }

    private static Tensor rows(float[] values, int count) {
        return new Tensor.F32(new int[] {count, values.length / count}, values);
    }

    private static Batch sequences(
            Safetensors content, TransformerConfig config, int classes, Path file)
            throws FormatException {
        Tensor tokens = content.require(TOKENS, file);
        int[] shape = tokens.shape();
        if (shape.length != 2 || shape[1] < 1 || shape[1] > config.contextLength()) {
            throw new FormatException(
                    "The tensor \"tokens\" in "
                            + file
                            + " must have the shape [examples, length] with a length of at most the"
                            + " model's contextLength "
                            + config.contextLength()
                            + ", but it has "
                            + Arrays.toString(shape)
                            + ".");
        }
        int[] values = WholeNumbers.of(tokens, TOKENS, file);
        checkBelow(values, config.vocabularySize(), "token", "vocabularySize", file);
        return new Batch.Sequences(values, shape[1], labels(content, shape[0], classes, file));
    }

    private static int[] labels(Safetensors content, int count, int classes, Path file)
            throws FormatException {
        Tensor labels = content.require(LABELS, file);
        if (count < 1 || !Arrays.equals(labels.shape(), new int[] {count})) {
            throw new FormatException(
                    "The tensor \"labels\" in "
                            + file
                            + " must hold one class for each of the "
                            + count
                            + " examples, but its shape is "
                            + Arrays.toString(labels.shape())
                            + ".");
        }
        int[] values = WholeNumbers.of(labels, LABELS, file);
        checkBelow(values, classes, "label", "number of classes", file);
        return values;
    }

    private static void checkBelow(int[] values, int limit, String what, String of, Path file)
            throws FormatException {
        for (int value : values) {
            if (value < 0 || value >= limit) {
                throw new FormatException(
                        "Each "
                                + what
                                + " in "
                                + file
                                + " must be at least 0 and below the model's "
                                + of
                                + " "
                                + limit
                                + ", but one is "
                                + value
                                + ".");
            }
        }
    }

    private static Batch.Pairs pairs(
            Safetensors content, float[] inputs, int in, int out, Path file)
            throws FormatException {
        int count = inputs.length / in;
        float[] targets = matrix(content, TARGETS, out, file);
        if (targets.length / out != count) {
            throw new FormatException(
                    "Inputs and targets in "
                            + file
                            + " must have as many rows as each other, but they have "
                            + count
                            + " and "
                            + targets.length / out
                            + ".");
        }
        return new Batch.Pairs(inputs, targets, count);
    }

    private static float[] matrix(Safetensors content, String name, int width, Path file)
            throws FormatException {
        if (content.require(name, file) instanceof Tensor.F32(int[] shape, float[] values)
                && shape.length == 2
                && shape[0] > 0
                && shape[1] == width) {
            return values;
        }
        throw new FormatException(
                "The tensor \""
                        + name
                        + "\" in "
                        + file
                        + " must be F32 of shape [examples, "
                        + width
                        + "], but its shape is "
                        + Arrays.toString(content.require(name, file).shape())
                        + ".");
    }
}
