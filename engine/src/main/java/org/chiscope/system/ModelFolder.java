package org.chiscope.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.chiscope.data.BytePairTokenizer;
import org.chiscope.data.Pattern;
import org.chiscope.data.PatternRules;
import org.chiscope.data.TokenData;
import org.chiscope.format.FormatException;
import org.chiscope.format.Safetensors;
import org.chiscope.format.Tensor;
import org.chiscope.format.TokenizerJson;
import org.chiscope.format.WriteException;
import org.chiscope.network.Batch;
import org.chiscope.network.Network;
import org.chiscope.network.ParameterLayout;
import org.chiscope.physics.Quadratic;
import org.chiscope.physics.SpinLattice;
import org.jspecify.annotations.Nullable;

/**
 * A model folder: {@code config.json} and the files that it names. Reading the folder is cheap;
 * {@link #open} reads weights, data and patterns, and checks that they belong together.
 */
public final class ModelFolder {
    private final Path folder;
    private final ModelConfig config;

    private ModelFolder(Path folder, ModelConfig config) {
        this.folder = folder;
        this.config = config;
    }

    /**
     * Reads {@code config.json} of a folder.
     *
     * @throws FormatException with one sentence if it is missing or malformed
     */
    public static ModelFolder read(Path folder) throws FormatException {
        if (!Files.isDirectory(folder)) {
            throw new FormatException(
                    "There is no model folder " + folder + "; check the path and its spelling.");
        }
        return new ModelFolder(folder, ModelConfig.read(folder));
    }

    /**
     * The folders inside {@code root} that hold a model, by name.
     *
     * @throws IOException if {@code root} is missing or unreadable
     */
    public static List<Path> in(Path root) throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(
                            entry -> Files.isRegularFile(entry.resolve(ModelConfig.FILE_NAME)))
                    .sorted()
                    .toList();
        }
    }

    /** Where it is. */
    public Path folder() {
        return folder;
    }

    /** What config.json says. */
    public ModelConfig config() {
        return config;
    }

    /** Bytes of all files in the folder itself. */
    public long bytes() throws IOException {
        try (var files = Files.list(folder)) {
            long total = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                total += Files.size(file);
            }
            return total;
        }
    }

    /**
     * Reads the weights of a network.
     *
     * @return all d parameters
     * @throws FormatException with one sentence if a tensor is missing, unknown, of another shape
     *     than the config asks for, or holds a value that is not a finite number
     */
    private static float[] readWeights(Network network, Path file) throws FormatException {
        Safetensors content = Safetensors.read(file);
        float[] w = new float[network.layout().size()];
        for (ParameterLayout.Tensor expected : network.layout().tensors()) {
            Tensor found = content.require(expected.name(), file);
            if (!Arrays.equals(found.shape(), expected.shape())) {
                throw new FormatException(
                        "The tensor \""
                                + expected.name()
                                + "\" in "
                                + file
                                + " must have the shape "
                                + Arrays.toString(expected.shape())
                                + " that "
                                + ModelConfig.FILE_NAME
                                + " implies, but it has "
                                + Arrays.toString(found.shape())
                                + "; correct one of the two.");
            }
            copy(floats(found, expected, file), w, expected, file);
        }
        for (String name : content.tensors().keySet()) {
            if (!network.layout().has(name)) {
                throw new FormatException(
                        "The file "
                                + file
                                + " holds a tensor \""
                                + name
                                + "\" that the architecture in "
                                + ModelConfig.FILE_NAME
                                + " does not have; its parameters are "
                                + String.join(
                                        ", ",
                                        network.layout().tensors().stream()
                                                .map(ParameterLayout.Tensor::name)
                                                .toList())
                                + ".");
            }
        }
        return w;
    }

    /**
     * Writes weights in the form that {@link #readWeights} reads.
     *
     * @param w all parameters of {@code network}
     */
    public static void writeWeights(Network network, Path file, float[] w) throws WriteException {
        Safetensors.write(file, new Safetensors(tensors(network, w)));
    }

    /** A copy of the parameters {@code w} as tensors, by name, in the order of the flat array. */
    static Map<String, Tensor> tensors(Network network, float[] w) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (ParameterLayout.Tensor tensor : network.layout().tensors()) {
            tensors.put(
                    tensor.name(),
                    new Tensor.F32(
                            tensor.shape(), Arrays.copyOfRange(w, tensor.offset(), tensor.end())));
        }
        return tensors;
    }

    private static float[] floats(Tensor found, ParameterLayout.Tensor expected, Path file)
            throws FormatException {
        return switch (found) {
            case Tensor.F32(_, float[] values) -> values;
            case Tensor.F64(_, double[] values) -> {
                float[] rounded = new float[values.length];
                for (int i = 0; i < values.length; i++) {
                    rounded[i] = (float) values[i];
                }
                yield rounded;
            }
            case Tensor.I64 _, Tensor.I32 _, Tensor.U16 _, Tensor.U8 _ ->
                    throw notReal(expected, file);
            case Tensor.F32Parts _, Tensor.F64Parts _ ->
                    throw new IllegalArgumentException("Weights are read, and not mapped.");
        };
    }

    private static void copy(float[] values, float[] w, ParameterLayout.Tensor to, Path file)
            throws FormatException {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new FormatException(
                        "The weights must be finite numbers, but entry "
                                + i
                                + " of tensor \""
                                + to.name()
                                + "\" in "
                                + file
                                + " is "
                                + values[i]
                                + "; use a checkpoint from before the training diverged.");
            }
        }
        System.arraycopy(values, 0, w, to.offset(), values.length);
    }

    private static FormatException notReal(ParameterLayout.Tensor tensor, Path file) {
        return new FormatException(
                "The tensor \""
                        + tensor.name()
                        + "\" in "
                        + file
                        + " must hold floating-point numbers (F64, F32, F16 or BF16), but it holds"
                        + " whole numbers.");
    }

    /**
     * Reads weights, data and patterns.
     *
     * @throws FormatException with one sentence if a file is missing or malformed, or two do not
     *     fit
     */
    public Opened open() throws FormatException {
        return switch (config.architecture()) {
            case ModelConfig.Architecture.OfTransformer transformer ->
                    openLanguageModel(transformer, files());
            case ModelConfig.Architecture.OfPerceptron perceptron ->
                    openPairs(
                            perceptron,
                            new PairShape(
                                    perceptron.widths().getFirst(),
                                    perceptron.widths().getLast(),
                                    false),
                            files());
            case ModelConfig.Architecture.OfSuperposition toy ->
                    openPairs(toy, new PairShape(toy.features(), toy.features(), true), files());
            case ModelConfig.Architecture.OfIsing(SpinLattice lattice) ->
                    withoutTokens(new SpinSystem(lattice));
            case ModelConfig.Architecture.OfSprings(Quadratic energy) ->
                    withoutTokens(
                            LandscapeSystem.responding(energy, new float[energy.dimension()]));
        };
    }

    /**
     * An opened model.
     *
     * @param system what samplers and estimators see
     * @param evaluation the evaluation set's tokens, or null where examples are not tokens
     * @param tokenText text of a token; {@code #17} for token 17 where there is no tokeniser
     */
    public record Opened(
            EnergySystem system, @Nullable TokenData evaluation, IntFunction<String> tokenText) {}

    private ModelConfig.NetworkFiles files() {
        if (config.files() == null) {
            throw new IllegalStateException("A network has files.");
        }
        return config.files();
    }

    private static Opened withoutTokens(EnergySystem system) {
        return new Opened(system, null, id -> "#" + id);
    }

    private Opened openLanguageModel(
            ModelConfig.Architecture.OfTransformer architecture, ModelConfig.NetworkFiles files)
            throws FormatException {
        Network network = architecture.network();
        float[] w = readWeights(network, folder.resolve(files.weights()));
        int vocabularySize = architecture.config().vocabularySize();
        int contextLength = architecture.config().contextLength();
        @Nullable IntFunction<String> tokenText = tokenText(files.tokenizer(), vocabularySize);
        TokenData sampling = readTokens(files.sampling(), vocabularySize, contextLength);
        TokenData evaluation = readTokens(files.evaluation(), vocabularySize, contextLength);
        Path file = folder.resolve(files.patterns());
        try {
            List<Pattern> patterns =
                    PatternRules.evaluate(PatternRules.read(file), evaluation, sampling, tokenText);
            Batch.Tokens sampled = batch(sampling);
            boolean same = files.evaluation().equals(files.sampling());
            NetworkSystem system =
                    new NetworkSystem(
                            network, w, sampled, same ? sampled : batch(evaluation), patterns);
            return new Opened(system, evaluation, tokenText == null ? id -> "#" + id : tokenText);
        } catch (IllegalArgumentException failure) {
            throw new FormatException("In " + file + ": " + failure.getMessage(), failure);
        }
    }

    private @Nullable IntFunction<String> tokenText(@Nullable String name, int vocabularySize)
            throws FormatException {
        if (name == null) {
            return null;
        }
        Path file = folder.resolve(name);
        BytePairTokenizer tokenizer = BytePairTokenizer.fromJson(TokenizerJson.read(file));
        if (tokenizer.vocabularySize() > vocabularySize) {
            throw new FormatException(
                    "The tokeniser "
                            + file
                            + " has "
                            + tokenizer.vocabularySize()
                            + " tokens, but the model's vocabularySize in "
                            + ModelConfig.FILE_NAME
                            + " is "
                            + vocabularySize
                            + "; use the tokeniser that the model was trained with.");
        }
        return id -> id < tokenizer.vocabularySize() ? tokenizer.tokenText(id) : "#" + id;
    }

    private TokenData readTokens(String name, int vocabularySize, int contextLength)
            throws FormatException {
        Path file = folder.resolve(name);
        TokenData data = TokenData.read(file);
        if (data.largestToken() >= vocabularySize) {
            throw new FormatException(
                    "Tokens must be below the model's vocabularySize "
                            + vocabularySize
                            + ", but "
                            + file
                            + " holds token "
                            + data.largestToken()
                            + "; tokenise the text with the model's own tokeniser.");
        }
        if (data.length() > contextLength + 1) {
            throw new FormatException(
                    "Contexts may have at most "
                            + (contextLength + 1)
                            + " tokens (the model's contextLength and one more to predict), but those"
                            + " of "
                            + file
                            + " have "
                            + data.length()
                            + "; cut them shorter.");
        }
        return data;
    }

    private static Batch.Tokens batch(TokenData data) {
        return new Batch.Tokens(data.tokens(), data.contexts(), data.length());
    }

    /**
     * What a set of pairs must look like.
     *
     * @param inputs input width
     * @param outputs output width
     * @param targetsAreInputs where a file holds no targets
     */
    private record PairShape(int inputs, int outputs, boolean targetsAreInputs) {}

    private Opened openPairs(
            ModelConfig.Architecture.OfNetwork architecture,
            PairShape shape,
            ModelConfig.NetworkFiles files)
            throws FormatException {
        Network network = architecture.network();
        float[] w = readWeights(network, folder.resolve(files.weights()));
        Batch.Pairs sampling = readPairs(files.sampling(), shape);
        Batch.Pairs evaluation =
                files.evaluation().equals(files.sampling())
                        ? sampling
                        : readPairs(files.evaluation(), shape);
        Path file = folder.resolve(files.patterns());
        try {
            List<Pattern> patterns =
                    PatternRules.evaluate(PatternRules.read(file), evaluation.count());
            return withoutTokens(new NetworkSystem(network, w, sampling, evaluation, patterns));
        } catch (IllegalArgumentException failure) {
            throw new FormatException("In " + file + ": " + failure.getMessage(), failure);
        }
    }

    private Batch.Pairs readPairs(String name, PairShape shape) throws FormatException {
        Path file = folder.resolve(name);
        Safetensors content = Safetensors.read(file);
        float[] x = matrix(content, "inputs", shape.inputs(), file);
        int count = x.length / shape.inputs();
        if (shape.targetsAreInputs() && !content.tensors().containsKey("targets")) {
            return new Batch.Pairs(x, x, count);
        }
        float[] y = matrix(content, "targets", shape.outputs(), file);
        if (y.length / shape.outputs() != count) {
            throw new FormatException(
                    "Inputs and targets in "
                            + file
                            + " must have as many rows as each other, but they have "
                            + count
                            + " and "
                            + y.length / shape.outputs()
                            + ".");
        }
        return new Batch.Pairs(x, y, count);
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
