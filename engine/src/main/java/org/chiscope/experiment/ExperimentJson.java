package org.chiscope.experiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.chiscope.format.AtomicFiles;
import org.chiscope.format.FormatException;
import org.chiscope.format.JsonFields;
import org.chiscope.response.StatisticsPlan;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.GaussianSettings;
import org.chiscope.sampling.HmcSettings;
import org.chiscope.sampling.MalaSettings;
import org.chiscope.sampling.MinibatchSettings;
import org.chiscope.sampling.PosteriorSettings;
import org.chiscope.sampling.PreconditionedSgldSettings;
import org.chiscope.sampling.SamplerSettings;
import org.chiscope.sampling.SgldSettings;
import org.chiscope.sampling.SgnhtSettings;
import org.chiscope.sampling.SpinFlipSettings;
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
        List<Integer> extendedFrom =
                fields.has("extendedFrom") ? fields.wholeNumbers("extendedFrom") : List.of();
        double initialNoise = fields.number("initialNoise", 0);
        long seed = fields.longNumber("seed");
        int exampleBlocks =
                fields.has("exampleBlocks")
                        ? fields.wholeNumber("exampleBlocks")
                        : StatisticsPlan.SUPER_BLOCKS;
        boolean perturbed = fields.has("perturbation");
        JsonFields kept = fields.has("influence") ? fields.object("influence") : null;
        try {
            InfluenceSettings influence = kept == null ? null : influence(kept);
            Experiment experiment =
                    new Experiment(
                            name,
                            model,
                            selection(fields, "components"),
                            selection(fields, "patterns"),
                            sampler(sampler),
                            chains,
                            new ChainSettings(
                                    burnIn, draws, stepsBetweenDraws, initialNoise, extendedFrom),
                            seed,
                            perturbed
                                    ? new DataPerturbation(fields.numbersByName("perturbation"))
                                    : null,
                            influence,
                            exampleBlocks);
            fields.noOthers();
            return experiment;
        } catch (IllegalArgumentException e) {
            throw fields.complaint(e);
        }
    }

    private static InfluenceSettings influence(JsonFields fields) throws FormatException {
        InfluenceSettings settings =
                new InfluenceSettings(
                        fields.choice("of", InfluenceSettings.Unit.class),
                        fields.has("contexts") ? fields.wholeNumber("contexts") : 0);
        fields.noOthers();
        return settings;
    }

    private static Selection selection(JsonFields fields, String key) throws FormatException {
        if (fields.isText(key) && fields.text(key).equals(ALL)) {
            return Selection.all();
        }
        return new Selection.Named(fields.texts(key, "\"all\" or a list of names"));
    }

    private static SamplerSettings sampler(JsonFields fields) throws FormatException {
        SamplerType type = fields.choice("type", SamplerType.class);
        if (type == SamplerType.METROPOLIS || type == SamplerType.WOLFF) {
            SpinFlipSettings flips =
                    new SpinFlipSettings(fields.number("nBeta"), type == SamplerType.WOLFF);
            fields.noOthers();
            return flips;
        }
        if (type == SamplerType.GAUSSIAN) {
            GaussianSettings gaussian = new GaussianSettings(sampler(fields.object("of")));
            fields.noOthers();
            return gaussian;
        }
        return gradientSampler(type, fields);
    }

    private static SamplerSettings gradientSampler(SamplerType type, JsonFields fields)
            throws FormatException {
        double stepSize = fields.number("stepSize");
        PosteriorSettings posterior =
                new PosteriorSettings(
                        fields.number("nBeta"),
                        fields.number("localization"),
                        fields.number("weightDecay", 0),
                        fields.number("box", 0));
        SamplerSettings settings =
                switch (type) {
                    case SGLD -> new SgldSettings(stepSize, posterior, minibatch(fields));
                    case PRECONDITIONED_SGLD ->
                            new PreconditionedSgldSettings(
                                    stepSize,
                                    posterior,
                                    minibatch(fields),
                                    fields.number("averaging"),
                                    fields.number("stabilizer"));
                    case SGNHT ->
                            new SgnhtSettings(
                                    stepSize,
                                    posterior,
                                    minibatch(fields),
                                    fields.number("friction"));
                    case MALA -> new MalaSettings(stepSize, posterior);
                    case HMC ->
                            new HmcSettings(
                                    stepSize,
                                    posterior,
                                    fields.wholeNumber("leapfrogSteps"),
                                    fields.number("targetAcceptance"));
                    case METROPOLIS, WOLFF, GAUSSIAN ->
                            throw new IllegalStateException("No gradients.");
                };
        fields.noOthers();
        return settings;
    }

    private static MinibatchSettings minibatch(JsonFields fields) throws FormatException {
        return new MinibatchSettings(
                fields.wholeNumber("batchSize"),
                fields.has("accumulation") ? fields.wholeNumber("accumulation") : 1,
                fields.has("sharedMinibatches") && fields.flag("sharedMinibatches"));
    }

    private enum SamplerType {
        SGLD,
        PRECONDITIONED_SGLD,
        SGNHT,
        MALA,
        HMC,
        METROPOLIS,
        WOLFF,
        GAUSSIAN
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
        putSampler(tree.putObject("sampler"), experiment.sampler());
        tree.put("chains", experiment.chains());
        tree.put("burnIn", experiment.schedule().burnIn());
        tree.put("draws", experiment.schedule().draws());
        if (!experiment.schedule().extendedFrom().isEmpty()) {
            experiment.schedule().extendedFrom().forEach(tree.putArray("extendedFrom")::add);
        }
        tree.put("stepsBetweenDraws", experiment.schedule().stepsBetweenDraws());
        putUnless(0, tree, "initialNoise", experiment.schedule().initialNoise());
        tree.put("seed", experiment.seed());
        if (experiment.exampleBlocks() != StatisticsPlan.SUPER_BLOCKS) {
            tree.put("exampleBlocks", experiment.exampleBlocks());
        }
        DataPerturbation perturbation = experiment.perturbation();
        if (perturbation != null) {
            ObjectNode strengths = tree.putObject("perturbation");
            perturbation.strengths().forEach(strengths::put);
        }
        InfluenceSettings influence = experiment.influence();
        if (influence != null) {
            ObjectNode kept = tree.putObject("influence");
            kept.put("of", influence.of().name().toLowerCase(Locale.ROOT));
            if (influence.contexts() > 0) {
                kept.put("contexts", influence.contexts());
            }
        }
        return tree;
    }

    // What is as usual is left out: a description's id does not change when an option is invented.
    private static void putSampler(ObjectNode tree, SamplerSettings settings) {
        tree.put("type", type(settings).name().toLowerCase(Locale.ROOT));
        if (settings instanceof SpinFlipSettings) {
            tree.put("nBeta", settings.nBeta());
            return;
        }
        if (settings instanceof GaussianSettings(SamplerSettings base)) {
            putSampler(tree.putObject("of"), base);
            return;
        }
        tree.put("stepSize", settings.stepSize());
        PosteriorSettings posterior = settings.posterior();
        tree.put("nBeta", posterior.nBeta());
        tree.put("localization", posterior.localization());
        putUnless(0, tree, "weightDecay", posterior.weightDecay());
        putUnless(0, tree, "box", posterior.box());
        if (!settings.adjusted()) {
            MinibatchSettings minibatch = settings.minibatch();
            tree.put("batchSize", minibatch.size());
            if (minibatch.accumulation() != 1) {
                tree.put("accumulation", minibatch.accumulation());
            }
            if (minibatch.shared()) {
                tree.put("sharedMinibatches", true);
            }
        }
        switch (settings) {
            case SgldSettings _, MalaSettings _, SpinFlipSettings _, GaussianSettings _ -> {}
            case PreconditionedSgldSettings s -> {
                tree.put("averaging", s.averaging());
                tree.put("stabilizer", s.stabilizer());
            }
            case SgnhtSettings s -> tree.put("friction", s.friction());
            case HmcSettings s -> {
                tree.put("leapfrogSteps", s.leapfrogSteps());
                tree.put("targetAcceptance", s.targetAcceptance());
            }
        }
    }

    private static SamplerType type(SamplerSettings settings) {
        return switch (settings) {
            case SgldSettings _ -> SamplerType.SGLD;
            case PreconditionedSgldSettings _ -> SamplerType.PRECONDITIONED_SGLD;
            case SgnhtSettings _ -> SamplerType.SGNHT;
            case MalaSettings _ -> SamplerType.MALA;
            case HmcSettings _ -> SamplerType.HMC;
            case SpinFlipSettings s -> s.clusters() ? SamplerType.WOLFF : SamplerType.METROPOLIS;
            case GaussianSettings _ -> SamplerType.GAUSSIAN;
        };
    }

    private static void putUnless(double usual, ObjectNode tree, String key, double value) {
        if (value != usual) {
            tree.put(key, value);
        }
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
