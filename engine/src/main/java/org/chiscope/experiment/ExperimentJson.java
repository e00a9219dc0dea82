package org.chiscope.experiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.chiscope.format.AtomicFiles;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.MalaSettings;
import org.chiscope.sampling.SamplerSettings;
import org.chiscope.sampling.SgldSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@link Experiment} to JSON and back. */
final class ExperimentJson {
    static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private ExperimentJson() {}

    static Experiment read(Path file) throws ExperimentException {
        JsonNode tree = tree(file);
        String where = file.toString();
        JsonFields fields = new JsonFields(tree, where, "");
        String name = fields.text("name");
        String model = fields.text("model");
        Selection components = selection(fields, "components");
        Selection patterns = selection(fields, "patterns");
        JsonFields samplerFields = fields.object("sampler");
        int chains = fields.wholeNumber("chains");
        int burnIn = fields.wholeNumber("burnIn");
        int draws = fields.wholeNumber("draws");
        int stepsBetweenDraws = fields.wholeNumber("stepsBetweenDraws");
        long seed = fields.longNumber("seed");
        fields.noOthers();
        try {
            return new Experiment(
                    name,
                    model,
                    components,
                    patterns,
                    sampler(samplerFields),
                    chains,
                    new ChainSettings(burnIn, draws, stepsBetweenDraws),
                    seed);
        } catch (IllegalArgumentException e) {
            throw new ExperimentException(JsonFields.where(where) + e.getMessage(), e);
        }
    }

    /** Parses a file, with a sentence for each way in which that can fail. */
    static JsonNode tree(Path file) throws ExperimentException {
        try {
            return MAPPER.readTree(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new ExperimentException(
                    "There is no file " + file + "; give the path of an experiment's JSON file.",
                    e);
        } catch (JacksonException e) {
            throw new ExperimentException(
                    file
                            + " is not valid JSON: "
                            + e.getOriginalMessage().replaceAll("\\s+", " ").strip()
                            + (e.getLocation() == null
                                    ? ""
                                    : " (line "
                                            + e.getLocation().getLineNr()
                                            + ", column "
                                            + e.getLocation().getColumnNr()
                                            + ")")
                            + ".",
                    e);
        } catch (IOException e) {
            throw new ExperimentException(
                    file
                            + " cannot be read as a text file ("
                            + e.getClass().getSimpleName()
                            + "); check that it is a readable JSON file.",
                    e);
        }
    }

    private static Selection selection(JsonFields fields, String key) throws ExperimentException {
        JsonNode value = fields.required(key);
        if (value.isString() && value.stringValue().equals("all")) {
            return Selection.all();
        }
        if (!value.isArray()) {
            throw fields.wrong(key, "\"all\" or a list of names", value);
        }
        List<String> names = new ArrayList<>();
        for (JsonNode entry : value) {
            if (!entry.isString()) {
                throw fields.wrong(key, "\"all\" or a list of names", value);
            }
            names.add(entry.stringValue());
        }
        try {
            return new Selection.Named(names);
        } catch (IllegalArgumentException e) {
            throw fields.wrong(key, "\"all\" or a list of different names", value);
        }
    }

    private static SamplerSettings sampler(JsonFields fields) throws ExperimentException {
        String type = fields.text("type");
        double stepSize = fields.number("stepSize");
        double nBeta = fields.number("nBeta");
        double localization = fields.number("localization");
        SamplerSettings settings;
        switch (type) {
            case "sgld" ->
                    settings =
                            new SgldSettings(
                                    stepSize, nBeta, localization, fields.wholeNumber("batchSize"));
            case "mala" -> settings = new MalaSettings(stepSize, nBeta, localization);
            default -> throw fields.wrong("type", "\"sgld\" or \"mala\"", fields.required("type"));
        }
        fields.noOthers();
        return settings;
    }

    static void write(Experiment experiment, Path file) throws IOException {
        AtomicFiles.writeString(file, text(experiment));
    }

    static String text(Experiment experiment) {
        return pretty(toTree(experiment));
    }

    /** JSON with indents, and a newline at the end. */
    static String pretty(JsonNode tree) {
        return MAPPER.writerWithDefaultPrettyPrinter()
                        .writeValueAsString(tree)
                        .replace("\r\n", "\n")
                + "\n";
    }

    static String id(Experiment experiment) {
        ObjectNode tree = toTree(experiment);
        tree.remove("name");
        tree.remove("model");
        return HexFormat.of().formatHex(sha256(MAPPER.writeValueAsString(tree)), 0, 8);
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    private static ObjectNode toTree(Experiment experiment) {
        ObjectNode tree = MAPPER.createObjectNode();
        tree.put("name", experiment.name());
        tree.put("model", experiment.model());
        tree.set("components", toTree(experiment.components()));
        tree.set("patterns", toTree(experiment.patterns()));
        ObjectNode sampler = tree.putObject("sampler");
        switch (experiment.sampler()) {
            case SgldSettings s -> {
                sampler.put("type", "sgld");
                common(sampler, s);
                sampler.put("batchSize", s.batchSize());
            }
            case MalaSettings s -> {
                sampler.put("type", "mala");
                common(sampler, s);
            }
        }
        tree.put("chains", experiment.chains());
        tree.put("burnIn", experiment.schedule().burnIn());
        tree.put("draws", experiment.schedule().draws());
        tree.put("stepsBetweenDraws", experiment.schedule().stepsBetweenDraws());
        tree.put("seed", experiment.seed());
        return tree;
    }

    private static void common(ObjectNode tree, SamplerSettings settings) {
        tree.put("stepSize", settings.stepSize());
        tree.put("nBeta", settings.nBeta());
        tree.put("localization", settings.localization());
    }

    private static JsonNode toTree(Selection selection) {
        return switch (selection) {
            case Selection.All _ -> MAPPER.getNodeFactory().stringNode("all");
            case Selection.Named(List<String> names) -> {
                ArrayNode array = MAPPER.createArrayNode();
                names.forEach(array::add);
                yield array;
            }
        };
    }
}
