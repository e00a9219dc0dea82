package org.chiscope.system;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.chiscope.data.BytePairTokenizer;
import org.chiscope.data.ExampleSet;
import org.chiscope.data.Labels;
import org.chiscope.data.PatternDefinition;
import org.chiscope.data.PatternRules;
import org.chiscope.data.TokenData;
import org.chiscope.format.FormatException;
import org.chiscope.format.TokenizerJson;
import org.chiscope.network.Batch;
import org.chiscope.network.Network;
import org.chiscope.physics.Quadratic;
import org.chiscope.physics.SpinLattice;
import org.jspecify.annotations.Nullable;

/**
 * A model folder: {@code config.json} and the files that it names. Reading the folder is cheap;
 * {@link #open} reads weights, data and patterns, and checks that they belong together.
 */
public final class ModelFolder {
    private static final Pattern STEP = Pattern.compile("step-(\\d{1,18})\\.safetensors");
    private static final String WEIGHTS = ".safetensors";
    private static final Pattern LOGGED = Pattern.compile("(\\d{1,18}),");

    private final Path folder;
    private final ModelConfig config;
    private final @Nullable Path checkpoint;

    private ModelFolder(Path folder, ModelConfig config, @Nullable Path checkpoint) {
        this.folder = folder;
        this.config = config;
        this.checkpoint = checkpoint;
    }

    /**
     * Reads {@code config.json} of a folder, or of the folder that a checkpoint belongs to.
     *
     * @param path a model folder; or a file of weights in it or in a folder of it, which then take
     *     the place of the trained ones
     * @throws FormatException with one sentence if it is missing or malformed
     */
    public static ModelFolder read(Path path) throws FormatException {
        if (path.toString().endsWith(WEIGHTS)) {
            return ofCheckpoint(path);
        }
        if (!Files.isDirectory(path)) {
            throw new FormatException(
                    "There is no model folder " + path + "; check the path and its spelling.");
        }
        return new ModelFolder(path, ModelConfig.read(path), null);
    }

    private static ModelFolder ofCheckpoint(Path file) throws FormatException {
        if (!Files.exists(file)) {
            throw new FormatException(
                    "There is no checkpoint " + file + "; check the path and its spelling.");
        }
        Path beside = file.toAbsolutePath().normalize().getParent();
        Path above = beside == null ? null : beside.getParent();
        for (Path at : Arrays.asList(beside, above)) {
            if (at != null && Files.isRegularFile(at.resolve(ModelConfig.FILE_NAME))) {
                return new ModelFolder(at, ModelConfig.read(at), file);
            }
        }
        throw new FormatException(
                "A checkpoint lies in a model's folder or in a folder of it, but there is no "
                        + ModelConfig.FILE_NAME
                        + " beside or above "
                        + file
                        + ".");
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

    /** The model's title, with the checkpoint's name if it is not the trained one. */
    public String title() {
        if (checkpoint == null) {
            return config.title();
        }
        String name = String.valueOf(checkpoint.getFileName());
        return config.title() + ", " + name.substring(0, name.length() - WEIGHTS.length());
    }

    /** What config.json says. */
    public ModelConfig config() {
        return config;
    }

    /**
     * Other weights of the model than those it is opened with, or these among them.
     *
     * @param label the step of the training, or the name of a variant
     * @param folder a name for a folder of what is made of them
     * @param weights their file
     */
    public record Checkpoint(String label, String folder, Path weights) {

        private static Checkpoint at(long step, Path weights) {
            return new Checkpoint(
                    Long.toString(step), String.format(Locale.ROOT, "step-%07d", step), weights);
        }
    }

    /**
     * The checkpoints of the model's training, {@code checkpoints/step-NUMBER.safetensors}, by
     * ascending step, and the trained weights, if the training's log tells their step.
     *
     * @throws FormatException with one sentence if there are none
     */
    public List<Checkpoint> checkpoints() throws IOException {
        SortedMap<Long, Path> found = new TreeMap<>();
        for (Path file : besides()) {
            Matcher name = STEP.matcher(String.valueOf(file.getFileName()));
            if (name.matches()) {
                found.put(Long.parseLong(name.group(1)), file);
            }
        }
        if (found.isEmpty()) {
            throw new FormatException(
                    "There are no checkpoints checkpoints/step-NUMBER.safetensors in "
                            + folder
                            + "; train the model with \"checkpoints\" in its plan.");
        }
        Path log = folder.resolve("training-log.csv");
        ModelConfig.NetworkFiles files = config.files();
        if (files != null && Files.exists(log)) {
            Matcher step = LOGGED.matcher(Files.readAllLines(log).getLast());
            if (step.lookingAt()) {
                found.putIfAbsent(Long.parseLong(step.group(1)), folder.resolve(files.weights()));
            }
        }
        return found.entrySet().stream()
                .map(step -> Checkpoint.at(step.getKey(), step.getValue()))
                .toList();
    }

    /**
     * The model's variants, each {@code checkpoints/NAME.safetensors} that is no step of its
     * training: first the trained weights, named {@code trained}, then they by name, numbers in
     * them by value.
     *
     * @throws FormatException with one sentence if there are none
     */
    public List<Checkpoint> variants() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path file : besides()) {
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(WEIGHTS) && !STEP.matcher(name).matches()) {
                names.add(name.substring(0, name.length() - WEIGHTS.length()));
            }
        }
        ModelConfig.NetworkFiles files = config.files();
        if (names.isEmpty() || files == null) {
            throw new FormatException(
                    "There are no variants checkpoints/NAME.safetensors in "
                            + folder
                            + "; train the model with \"variants\" in its plan.");
        }
        names.sort(
                Comparator.comparing((String name) -> name.replaceAll("\\d+", ""))
                        .thenComparing(ModelFolder::number)
                        .thenComparing(Comparator.naturalOrder()));
        List<Checkpoint> variants = new ArrayList<>();
        variants.add(new Checkpoint("trained", "trained", folder.resolve(files.weights())));
        for (String name : names) {
            variants.add(
                    new Checkpoint(
                            name, name, folder.resolve("checkpoints").resolve(name + WEIGHTS)));
        }
        return variants;
    }

    private static BigInteger number(String name) {
        return new BigInteger("0" + name.replaceAll("\\D+", ""));
    }

    private List<Path> besides() throws IOException {
        Path beside = folder.resolve("checkpoints");
        if (!Files.isDirectory(beside)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(beside)) {
            return files.toList();
        }
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
     * Reads weights, data and patterns.
     *
     * @throws FormatException with one sentence if a file is missing or malformed, or two do not
     *     fit
     */
    public Opened open() throws FormatException {
        return switch (config.architecture()) {
            case ModelConfig.Architecture.OfTransformer transformer ->
                    openLanguageModel(transformer, files());
            case ModelConfig.Architecture.OfSequenceClassifier classifier ->
                    openExamples(classifier, files());
            case ModelConfig.Architecture.OfPerceptron perceptron ->
                    openExamples(perceptron, files());
            case ModelConfig.Architecture.OfSuperposition toy -> openExamples(toy, files());
            case ModelConfig.Architecture.OfIsing(SpinLattice lattice) ->
                    physical(new SpinSystem(lattice));
            case ModelConfig.Architecture.OfSprings(Quadratic energy) ->
                    physical(LandscapeSystem.responding(energy, new float[energy.dimension()]));
        };
    }

    /**
     * An opened model.
     *
     * @param system what samplers and estimators see
     * @param evaluation the tokens of the evaluation set and the probe sets, or null where examples
     *     are not tokens
     * @param tokenText text of a token; {@code #17} for token 17 where there is no tokeniser
     * @param examples what rules of patterns can look at; null for a physical system
     */
    public record Opened(
            EnergySystem system,
            @Nullable TokenData evaluation,
            IntFunction<String> tokenText,
            @Nullable ExampleSet examples) {}

    private ModelConfig.NetworkFiles files() {
        if (config.files() == null) {
            throw new IllegalStateException("A network has files.");
        }
        return config.files();
    }

    private static Opened physical(EnergySystem system) {
        return new Opened(system, null, id -> "#" + id, null);
    }

    private Opened openLanguageModel(
            ModelConfig.Architecture.OfTransformer architecture, ModelConfig.NetworkFiles files)
            throws FormatException {
        int vocabularySize = architecture.config().vocabularySize();
        int contextLength = architecture.config().contextLength();
        @Nullable BytePairTokenizer tokenizer = tokenizer(files.tokenizer(), vocabularySize);
        @Nullable IntFunction<String> tokenText =
                tokenizer == null
                        ? null
                        : id ->
                                id < tokenizer.vocabularySize()
                                        ? tokenizer.tokenText(id)
                                        : "#" + id;
        TokenData sampling = readTokens(files.sampling(), vocabularySize, contextLength);
        boolean same = files.evaluation().equals(files.sampling());
        TokenData base =
                same ? sampling : readTokens(files.evaluation(), vocabularySize, contextLength);
        Batch.Tokens sampled = sampling.batch();
        Batch.Tokens evaluated = same ? sampled : base.batch();
        TokenData all = base;
        Batch probed = null;
        List<ExampleSet.Probe> probes = new ArrayList<>();
        for (Map.Entry<String, String> probe : files.probes().entrySet()) {
            TokenData read = readTokens(probe.getValue(), vocabularySize, contextLength);
            TokenData before = all;
            all = joined(() -> before.followedBy(probe.getKey(), read));
            probed = probed == null ? read.batch() : probed.followedBy(read.batch());
            probes.add(new ExampleSet.Probe(probe.getKey(), read.examples()));
        }
        return opened(
                architecture,
                files,
                sampled,
                evaluated,
                probed,
                probes,
                new ExampleSet.Language(all, sampling, tokenText, tokenizer));
    }

    /** What is made of two sets; a complaint that they do not fit names config.json. */
    private <T> T joined(Supplier<T> sets) throws FormatException {
        try {
            return sets.get();
        } catch (IllegalArgumentException unfit) {
            throw new FormatException(
                    "In " + folder.resolve(ModelConfig.FILE_NAME) + ": " + unfit.getMessage(),
                    unfit);
        }
    }

    private Opened openExamples(
            ModelConfig.Architecture.OfNetwork architecture, ModelConfig.NetworkFiles files)
            throws FormatException {
        Batch sampling = ExampleFile.read(folder.resolve(files.sampling()), architecture);
        Batch evaluation =
                files.evaluation().equals(files.sampling())
                        ? sampling
                        : ExampleFile.read(folder.resolve(files.evaluation()), architecture);
        Batch probed = null;
        List<ExampleSet.Probe> probes = new ArrayList<>();
        for (Map.Entry<String, String> probe : files.probes().entrySet()) {
            Batch read = ExampleFile.read(folder.resolve(probe.getValue()), architecture);
            Batch before = probed;
            probed = before == null ? read : joined(() -> before.followedBy(read));
            probes.add(new ExampleSet.Probe(probe.getKey(), read.examples()));
        }
        return opened(architecture, files, sampling, evaluation, probed, probes, null);
    }

    /** The network on its data, with its patterns. */
    private Opened opened(
            ModelConfig.Architecture.OfNetwork architecture,
            ModelConfig.NetworkFiles files,
            Batch sampling,
            Batch evaluation,
            @Nullable Batch probed,
            List<ExampleSet.Probe> probes,
            ExampleSet.@Nullable Language language)
            throws FormatException {
        Network network = architecture.network();
        Path weights = checkpoint == null ? folder.resolve(files.weights()) : checkpoint;
        float[] w = WeightFile.read(network, weights);
        int examples = evaluation.examples() + (probed == null ? 0 : probed.examples());
        Labels labels =
                files.labels() == null
                        ? null
                        : Labels.read(folder.resolve(files.labels()), examples);
        Path file = folder.resolve(files.patterns());
        List<PatternDefinition> definitions = PatternRules.read(file);
        try {
            NetworkSystem bare =
                    new NetworkSystem(network, w, sampling, evaluation, probed, List.of());
            ExampleSet set =
                    new ExampleSet(
                            evaluation.examples(),
                            probed == null ? evaluation : evaluation.followedBy(probed),
                            probes,
                            labels,
                            bare::checkpointLosses,
                            language);
            IntFunction<String> text = language == null ? null : language.tokenText();
            return new Opened(
                    bare.withPatterns(PatternRules.evaluate(definitions, set)),
                    language == null ? null : language.evaluation(),
                    text == null ? id -> "#" + id : text,
                    set);
        } catch (IllegalArgumentException failure) {
            throw new FormatException("In " + file + ": " + failure.getMessage(), failure);
        }
    }

    private @Nullable BytePairTokenizer tokenizer(@Nullable String name, int vocabularySize)
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
        return tokenizer;
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
}
