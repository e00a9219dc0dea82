package org.chiscope.experiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.chiscope.format.AtomicFiles;
import org.chiscope.format.FormatException;
import org.chiscope.format.JsonFields;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.MalaSettings;
import org.chiscope.sampling.SamplerSettings;
import org.chiscope.sampling.SgldSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@link Experiment} to JSON and back. */
final class ExperimentJson {
    static final JsonMapper MAPPER = JsonMapper.shared();

    private static final String ALL = "all";

    private ExperimentJson() {}

    static Experiment read(Path file) throws FormatException {
        JsonFields fields = JsonFields.read(file);
        String name = fields.text("name");
        String model = fields.text("model");
        JsonFields sampler = fields.object("sampler");
        int chains = fields.wholeNumber("chains");
        int burnIn = fields.wholeNumber("burnIn");
        int draws = fields.wholeNumber("draws");
        int stepsBetweenDraws = fields.wholeNumber("stepsBetweenDraws");
        long seed = fields.longNumber("seed");
        try {
            Experiment experiment =
                    new Experiment(
                            name,
                            model,
                            selection(fields, "components"),
                            selection(fields, "patterns"),
                            sampler(sampler),
                            chains,
                            new ChainSettings(burnIn, draws, stepsBetweenDraws),
                            seed);
            fields.noOthers();
            return experiment;
        } catch (IllegalArgumentException e) {
            throw fields.complaint(e);
        }
    }

    private static Selection selection(JsonFields fields, String key) throws FormatException {
        if (fields.isText(key) && fields.text(key).equals(ALL)) {
            return Selection.all();
        }
        return new Selection.Named(fields.texts(key, "\"all\" or a list of names"));
    }

    private static SamplerSettings sampler(JsonFields fields) throws FormatException {
        SamplerType type = fields.choice("type", SamplerType.class);
        double stepSize = fields.number("stepSize");
        double nBeta = fields.number("nBeta");
        double localization = fields.number("localization");
        SamplerSettings settings =
                switch (type) {
                    case SGLD ->
                            new SgldSettings(
                                    stepSize, nBeta, localization, fields.wholeNumber("batchSize"));
                    case MALA -> new MalaSettings(stepSize, nBeta, localization);
                };
        fields.noOthers();
        return settings;
    }

    private enum SamplerType {
        SGLD,
        MALA
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
            case Selection.All _ -> MAPPER.getNodeFactory().stringNode(ALL);
            case Selection.Named(List<String> names) -> {
                ArrayNode array = MAPPER.createArrayNode();
                names.forEach(array::add);
                yield array;
            }
        };
    }
}
