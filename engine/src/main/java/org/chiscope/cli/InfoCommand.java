package org.chiscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.chiscope.data.BigramModel;
import org.chiscope.data.ExampleSet;
import org.chiscope.data.Pattern;
import org.chiscope.data.PatternOverlap;
import org.chiscope.experiment.Versions;
import org.chiscope.network.Component;
import org.chiscope.network.HeadScores;
import org.chiscope.network.Network;
import org.chiscope.network.OvCircuit;
import org.chiscope.network.TransformerConfig;
import org.chiscope.response.ChainStatistics;
import org.chiscope.response.PatternSupport;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.ModelConfig;
import org.chiscope.system.ModelFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chiscope info}: what a model consists of, or what this program runs on. */
@Command(
        name = "info",
        mixinStandardHelpOptions = true,
        description = {
            "Tells a model's components, patterns and losses.",
            "Without a model: the versions of the program and what it runs on."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {ExitCodes.OK_TEXT, ExitCodes.USAGE_TEXT, ExitCodes.INPUT_TEXT})
final class InfoCommand implements Callable<Integer> {
    private static final int SHORTEST_SCORED_CONTEXT = 8;

    /** Most tokens of which a table of all pairs is made. */
    private static final int LARGEST_TABLE = 4096;

    /** Smaller overlaps are not told. */
    private static final double LEAST_OVERLAP = 0.1;

    private static final int MOST_OVERLAPS = 20;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL",
            description = "A model's folder or checkpoint, or the name of a sample model.")
    private @Nullable String model;

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new IllegalStateException("The command line was not parsed.");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (model == null) {
            printProgram(out);
        } else {
            ModelFolder folder = ModelFolder.read(SampleModels.find(model));
            ModelFolder.Opened opened = folder.open();
            EnergySystem system = opened.system();
            printModel(out, folder);
            printComponents(out, system);
            printHeads(out, folder, opened);
            printPatterns(out, system);
            printOverlaps(out, system.patterns());
        }
        return ExitCodes.OK;
    }

    private static void printProgram(PrintWriter out) {
        Runtime runtime = Runtime.getRuntime();
        out.println("Chiscope " + Versions.program());
        out.println("Java " + Versions.java());
        out.println("Kernels: " + Versions.kernelsAndWhy());
        out.printf(
                Locale.ROOT,
                "%d processors, %,d MB of memory for Java%n",
                runtime.availableProcessors(),
                runtime.maxMemory() / 1_000_000);
        out.println("Sample models: " + SampleModels.folder().toAbsolutePath().normalize());
    }

    private static void printModel(PrintWriter out, ModelFolder folder) {
        ModelConfig config = folder.config();
        out.println(folder.title());
        out.println(config.description());
        out.printf(
                Locale.ROOT,
                "%s, %,d parameters; licence %s%n",
                config.architecture().summary(),
                config.architecture().parameters(),
                config.licence());
    }

    private static void printComponents(PrintWriter out, EnergySystem system) {
        out.println();
        out.println("Components (name, kind, layer, parameters):");
        for (Component component : system.components()) {
            out.printf(
                    Locale.ROOT,
                    "  %-16s %-12s %5s %,12d%n",
                    component.name(),
                    component.kind().name().toLowerCase(Locale.ROOT),
                    component.layer() < 0 ? "-" : component.layer(),
                    component.indices().size());
        }
    }

    /**
     * Scores of heads: on 32 random sequences, unless contexts are too short for them, and of their
     * weights, beside the n-grams of the sampling set.
     */
    private static void printHeads(PrintWriter out, ModelFolder folder, ModelFolder.Opened opened) {
        ExampleSet.Language language =
                opened.examples() == null ? null : opened.examples().language();
        if (language == null
                || !(folder.config().architecture()
                        instanceof ModelConfig.Architecture.OfTransformer transformer)
                || transformer.config().contextLength() < SHORTEST_SCORED_CONTEXT) {
            return;
        }
        TransformerConfig shape = transformer.config();
        Network network = transformer.network();
        float[] w = opened.system().checkpoint();
        HeadScores scores = HeadScores.measure(shape, network, w, 32, 1);
        out.println();
        out.printf(
                Locale.ROOT,
                "Heads: prefix matching (an induction head has at least %.1f), attention to the"
                        + " previous token, copying score,%ncorrelation of what the head writes with"
                        + " the bigrams and the skip bigrams of the sampling set:%n"
                        + "  %-16s prefix previous copying bigrams    skip%n",
                HeadScores.INDUCTION_THRESHOLD,
                "");
        int vocabulary = shape.vocabularySize();
        List<NgramTable> tables =
                vocabulary > LARGEST_TABLE
                        ? List.of()
                        : IntStream.of(1, 2)
                                .mapToObj(distance -> NgramTable.of(language, vocabulary, distance))
                                .toList();
        for (int layer = 0; layer < shape.layers(); layer++) {
            for (int head = 0; head < shape.heads(); head++) {
                OvCircuit circuit = OvCircuit.of(shape, network, w, layer, head);
                out.printf(
                        Locale.ROOT,
                        "  %-16s %6.3f %8.3f %7.3f",
                        "l" + layer + "h" + head,
                        scores.prefixMatching()[layer][head],
                        scores.previousToken()[layer][head],
                        circuit.copying());
                for (NgramTable table : tables) {
                    out.printf(
                            Locale.ROOT,
                            " %7.3f",
                            circuit.correlation(table.ratios(), table.frequencies()));
                }
                out.println();
            }
        }
        if (tables.isEmpty()) {
            out.printf(
                    Locale.ROOT,
                    "  Tables of n-grams are compared up to %,d tokens; this model has %,d.%n",
                    LARGEST_TABLE,
                    vocabulary);
        }
    }

    /** What {@link OvCircuit#correlation} compares with. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record NgramTable(double[][] ratios, double[] frequencies) {

        static NgramTable of(ExampleSet.Language language, int vocabulary, int distance) {
            BigramModel counts = BigramModel.count(language.sampling(), distance);
            return new NgramTable(counts.logRatios(vocabulary), counts.frequencies(vocabulary));
        }
    }

    private static void printPatterns(PrintWriter out, EnergySystem system) {
        float[] losses = new float[system.examples()];
        float[] checkpoint = system.checkpoint();
        system.view(system.components().getFirst().indices(), 0).exampleLosses(checkpoint, losses);
        out.println();
        out.printf(
                Locale.ROOT,
                "%,d evaluation examples, mean loss %.4f nats%n",
                system.baseExamples(),
                ChainStatistics.mean(losses, system.baseExamples()));
        out.println("Patterns (name, examples, contexts, loss at the checkpoint in nats):");
        int[] contexts = system.contextOfExample();
        for (Pattern pattern : system.patterns()) {
            PatternSupport support = PatternSupport.of(pattern.examples(), contexts);
            out.printf(
                    Locale.ROOT,
                    "  %-24s %,9d %,9d %9.4f  %s%n",
                    pattern.name(),
                    support.tokens(),
                    support.contexts(),
                    pattern.mean(losses),
                    pattern.description());
        }
    }

    private static void printOverlaps(PrintWriter out, List<Pattern> patterns) {
        List<PatternOverlap> overlaps =
                PatternOverlap.of(patterns).stream()
                        .filter(overlap -> overlap.share() >= LEAST_OVERLAP)
                        .toList();
        if (overlaps.isEmpty()) {
            return;
        }
        out.println();
        out.println("Overlaps (common examples, share of the smaller pattern):");
        for (PatternOverlap overlap :
                overlaps.subList(0, Math.min(MOST_OVERLAPS, overlaps.size()))) {
            out.printf(
                    Locale.ROOT,
                    "  %,9d %4.0f %%  %s, %s%n",
                    overlap.common(),
                    100 * overlap.share(),
                    overlap.first().name(),
                    overlap.second().name());
        }
        if (overlaps.size() > MOST_OVERLAPS) {
            out.printf(Locale.ROOT, "  and %,d more%n", overlaps.size() - MOST_OVERLAPS);
        }
    }
}
