package org.chiscope.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.chiscope.format.AtomicFiles;
import org.chiscope.format.FormatException;
import org.chiscope.format.JsonFields;
import org.chiscope.network.Activation;
import org.chiscope.network.Loss;
import org.chiscope.network.Network;
import org.chiscope.network.Perceptron;
import org.chiscope.network.Superposition;
import org.chiscope.network.Transformer;
import org.chiscope.network.TransformerConfig;
import org.chiscope.physics.Quadratic;
import org.chiscope.physics.SpinLattice;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code config.json} of a model folder says; paths are relative to that folder.
 *
 * @param title what a person reads on the card
 * @param description one sentence
 * @param licence of weights and data
 * @param architecture which network or physical system
 * @param files the other files of a network; null for a physical system, which needs none
 */
public record ModelConfig(
        String title,
        String description,
        String licence,
        Architecture architecture,
        @Nullable NetworkFiles files) {

    /**
     * The files of a network.
     *
     * @param weights safetensors file of the parameters
     * @param tokenizer tokenizer.json, or null where tokens have no text
     * @param sampling safetensors file of the sampling set
     * @param evaluation safetensors file of the evaluation set
     * @param probes safetensors files of the probe sets by their names: data that the model was not
     *     trained on, for patterns of their own
     * @param labels CSV file with a line for each evaluation example, then for each example of the
     *     probe sets in their order; or null
     * @param patterns JSON file of the pattern rules
     */
    public record NetworkFiles(
            String weights,
            @Nullable String tokenizer,
            String sampling,
            String evaluation,
            Map<String, String> probes,
            @Nullable String labels,
            String patterns) {

        public NetworkFiles {
            probes = Collections.unmodifiableMap(new LinkedHashMap<>(probes));
        }
    }

    /** The file name inside a model folder. */
    public static final String FILE_NAME = "config.json";

    private static final JsonMapper MAPPER = new JsonMapper();

    /** Which network or physical system. */
    public sealed interface Architecture {
        /** A few words for people. */
        String summary();

        /** Number of parameters d. */
        int parameters();

        /** A network, whose weights and data lie in files. */
        sealed interface OfNetwork extends Architecture {
            /** The network of this shape. */
            Network network();

            @Override
            default int parameters() {
                return network().layout().size();
            }
        }

        /** Spins on a lattice. */
        record OfIsing(SpinLattice lattice) implements Architecture {
            @Override
            public String summary() {
                return "Ising lattice, " + lattice.width() + " × " + lattice.height();
            }

            @Override
            public int parameters() {
                return lattice.sites();
            }
        }

        /** Coupled springs of stiffness K: energy ½wᵀKw. */
        record OfSprings(Quadratic energy) implements Architecture {
            @Override
            public String summary() {
                return parameters() + " coupled springs";
            }

            @Override
            public int parameters() {
                return energy.dimension();
            }
        }

        /** A decoder-only transformer over tokens. */
        record OfTransformer(TransformerConfig config) implements OfNetwork {
            @Override
            public Network network() {
                return Transformer.build(config);
            }

            @Override
            public String summary() {
                return config.layers()
                        + (config.layers() == 1 ? " layer, " : " layers, ")
                        + config.heads()
                        + " heads, "
                        + (config.mlpWidth() == 0 ? "attention only" : "with MLPs");
            }
        }

        /** A transformer that puts sequences of tokens into classes. */
        record OfSequenceClassifier(TransformerConfig config, int classes) implements OfNetwork {
            @Override
            public Network network() {
                return Transformer.classifier(config, classes);
            }

            @Override
            public String summary() {
                return new OfTransformer(config).summary() + ", " + classes + " classes";
            }
        }

        /** A perceptron, or linear regression without hidden layers, over input–target pairs. */
        record OfPerceptron(List<Integer> widths, Activation activation, boolean biases, Loss loss)
                implements OfNetwork {
            @Override
            public Network network() {
                return Perceptron.build(widths, activation, biases, loss);
            }

            @Override
            public String summary() {
                if (widths.size() == 2) {
                    return (loss == Loss.SQUARED_ERROR ? "linear" : "logistic")
                            + " regression of "
                            + widths.getFirst()
                            + " inputs";
                }
                return (activation == Activation.IDENTITY ? "deep linear network" : "perceptron")
                        + " of widths "
                        + widths.stream().map(String::valueOf).collect(Collectors.joining("–"));
            }
        }

        /** A toy model of superposition: features read back from two hidden values. */
        record OfSuperposition(int features) implements OfNetwork {
            @Override
            public Network network() {
                return Superposition.build(features);
            }

            @Override
            public String summary() {
                return "toy model of superposition, " + features + " features";
            }
        }
    }

    /**
     * Reads {@code config.json} of a model folder.
     *
     * @throws FormatException with one sentence if it is missing or malformed
     */
    static ModelConfig read(Path folder) throws FormatException {
        JsonFields fields = JsonFields.read(folder.resolve(FILE_NAME));
        String title = fields.text("title");
        String description = fields.text("description");
        String licence = fields.text("licence");
        Architecture architecture = architecture(fields.object("architecture"));
        NetworkFiles files =
                architecture instanceof Architecture.OfNetwork
                        ? new NetworkFiles(
                                fields.text("weights"),
                                fields.has("tokenizer") ? fields.text("tokenizer") : null,
                                fields.text("sampling"),
                                fields.text("evaluation"),
                                fields.has("probes") ? fields.textsByName("probes") : Map.of(),
                                fields.has("labels") ? fields.text("labels") : null,
                                fields.text("patterns"))
                        : null;
        ModelConfig config = new ModelConfig(title, description, licence, architecture, files);
        fields.noOthers();
        return config;
    }

    /** Writes {@code config.json} into a model folder, atomically. */
    public void write(Path folder) throws IOException {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("title", title).put("description", description).put("licence", licence);
        ObjectNode shape = root.putObject("architecture");
        switch (architecture) {
            case Architecture.OfTransformer(TransformerConfig config) -> {
                shape.put("family", lowerCase(Family.TRANSFORMER));
                put(shape, config);
            }
            case Architecture.OfSequenceClassifier(TransformerConfig config, int classes) -> {
                shape.put("family", lowerCase(Family.SEQUENCE_CLASSIFIER));
                put(shape, config);
                shape.put("classes", classes);
            }
            case Architecture.OfPerceptron(
                            List<Integer> widths,
                            Activation activation,
                            boolean biases,
                            Loss loss) -> {
                shape.put("family", lowerCase(Family.PERCEPTRON));
                widths.forEach(shape.putArray("widths")::add);
                shape.put("activation", lowerCase(activation));
                shape.put("biases", biases);
                if (loss != Loss.SQUARED_ERROR) {
                    shape.put("loss", lowerCase(loss));
                }
            }
            case Architecture.OfSuperposition(int features) -> {
                shape.put("family", lowerCase(Family.SUPERPOSITION));
                shape.put("features", features);
            }
            case Architecture.OfIsing(SpinLattice lattice) -> {
                shape.put("family", lowerCase(Family.ISING));
                shape.put("width", lattice.width());
                shape.put("height", lattice.height());
                shape.put("periodic", lattice.periodic());
                shape.put("coupling", lattice.coupling());
                shape.put("field", lattice.field());
            }
            case Architecture.OfSprings(Quadratic energy) -> {
                shape.put("family", lowerCase(Family.SPRINGS));
                ArrayNode rows = shape.putArray("stiffness");
                for (double[] row : energy.matrix()) {
                    ArrayNode numbers = rows.addArray();
                    for (double k : row) {
                        numbers.add(k);
                    }
                }
            }
        }
        if (files != null) {
            root.put("weights", files.weights());
            if (files.tokenizer() != null) {
                root.put("tokenizer", files.tokenizer());
            }
            root.put("sampling", files.sampling());
            root.put("evaluation", files.evaluation());
            if (!files.probes().isEmpty()) {
                files.probes().forEach(root.putObject("probes")::put);
            }
            if (files.labels() != null) {
                root.put("labels", files.labels());
            }
            root.put("patterns", files.patterns());
        }
        AtomicFiles.writeString(
                folder.resolve(FILE_NAME),
                MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
    }

    private static void put(ObjectNode shape, TransformerConfig config) {
        shape.put("vocabularySize", config.vocabularySize());
        shape.put("contextLength", config.contextLength());
        shape.put("width", config.width());
        shape.put("layers", config.layers());
        shape.put("heads", config.heads());
        shape.put("mlpWidth", config.mlpWidth());
        if (config.activation() != null) {
            shape.put("activation", lowerCase(config.activation()));
        }
        shape.put("norm", lowerCase(config.norm()));
        shape.put("normEpsilon", config.normEpsilon());
        shape.put("learnedPositions", config.learnedPositions());
        shape.put("rotaryBase", config.rotaryBase());
        shape.put("tiedEmbeddings", config.tiedEmbeddings());
        shape.put("attentionBiases", config.attentionBiases());
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private enum Family {
        TRANSFORMER,
        SEQUENCE_CLASSIFIER,
        PERCEPTRON,
        SUPERPOSITION,
        ISING,
        SPRINGS
    }

    private static Architecture architecture(JsonFields fields) throws FormatException {
        Architecture architecture =
                switch (fields.choice("family", Family.class)) {
                    case TRANSFORMER -> new Architecture.OfTransformer(transformer(fields));
                    case SEQUENCE_CLASSIFIER ->
                            checked(
                                    fields,
                                    new Architecture.OfSequenceClassifier(
                                            transformer(fields), fields.wholeNumber("classes")));
                    case PERCEPTRON -> checked(fields, perceptron(fields));
                    case SUPERPOSITION ->
                            checked(
                                    fields,
                                    new Architecture.OfSuperposition(
                                            fields.wholeNumber("features")));
                    case ISING -> ising(fields);
                    case SPRINGS -> springs(fields);
                };
        fields.noOthers();
        return architecture;
    }

    /**
     * A network's shape from an object as {@code config.json} has it.
     *
     * @throws FormatException with one sentence if it is malformed, or no network
     */
    public static Architecture.OfNetwork network(JsonFields fields) throws FormatException {
        if (architecture(fields) instanceof Architecture.OfNetwork network) {
            return network;
        }
        throw fields.complaint(
                new IllegalArgumentException(
                        "\"family\" must be that of a network, but is a physical system."));
    }

    /**
     * The transformer's shape from an object with one key a component of {@link TransformerConfig}.
     */
    private static TransformerConfig transformer(JsonFields fields) throws FormatException {
        try {
            return new TransformerConfig(
                    fields.wholeNumber("vocabularySize"),
                    fields.wholeNumber("contextLength"),
                    fields.wholeNumber("width"),
                    fields.wholeNumber("layers"),
                    fields.wholeNumber("heads"),
                    fields.wholeNumber("mlpWidth"),
                    fields.has("activation") ? fields.choice("activation", Activation.class) : null,
                    fields.choice("norm", TransformerConfig.NormKind.class),
                    fields.number("normEpsilon"),
                    fields.flag("learnedPositions"),
                    fields.number("rotaryBase"),
                    fields.flag("tiedEmbeddings"),
                    fields.flag("attentionBiases"));
        } catch (IllegalArgumentException failure) {
            throw fields.complaint(failure);
        }
    }

    private static Architecture ising(JsonFields fields) throws FormatException {
        try {
            return new Architecture.OfIsing(
                    new SpinLattice(
                            fields.wholeNumber("width"),
                            fields.wholeNumber("height"),
                            fields.flag("periodic"),
                            fields.number("coupling"),
                            fields.number("field")));
        } catch (IllegalArgumentException failure) {
            throw fields.complaint(failure);
        }
    }

    private static Architecture springs(JsonFields fields) throws FormatException {
        double[][] stiffness = fields.rows("stiffness");
        try {
            return new Architecture.OfSprings(
                    new Quadratic(stiffness, new double[stiffness.length]));
        } catch (IllegalArgumentException failure) {
            throw fields.complaint(failure);
        }
    }

    private static Architecture.OfNetwork perceptron(JsonFields fields) throws FormatException {
        return new Architecture.OfPerceptron(
                fields.wholeNumbers("widths"),
                fields.choice("activation", Activation.class),
                fields.flag("biases"),
                fields.has("loss") ? fields.choice("loss", Loss.class) : Loss.SQUARED_ERROR);
    }

    /** The same, if there is a network of this shape. */
    private static Architecture checked(JsonFields fields, Architecture.OfNetwork architecture)
            throws FormatException {
        try {
            if (architecture.network().layout().size() == 0) {
                throw new IllegalArgumentException("A network needs parameters.");
            }
        } catch (IllegalArgumentException failure) {
            throw fields.complaint(failure);
        }
        return architecture;
    }
}
