package org.chiscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.FigureWriter;
import org.chiscope.experiment.PatternAnswer;
import org.chiscope.experiment.SmallRuns;
import org.chiscope.experiment.Snapshot;
import org.chiscope.experiment.Verification;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code chiscope pattern} on the small regression, and on springs. */
@Timeout(120)
class PatternCommandTest {
    @TempDir Path home;
    private Path results = Path.of("");

    @BeforeEach
    void sample() throws Exception {
        results = Spoken.sampledRegression(home);
    }

    private Spoken pattern(String... arguments) {
        return Spoken.of(all(results, arguments));
    }

    private static String[] all(Path folder, String... arguments) {
        return Stream.concat(Stream.of("pattern", folder.toString()), Arrays.stream(arguments))
                .toArray(String[]::new);
    }

    private static JsonNode found(Path folder) {
        return JsonMapper.shared()
                .readTree(folder.resolve("patterning").resolve("pattern.json").toFile());
    }

    private static void isFine(Spoken spoken) {
        assertEquals("", spoken.err());
        assertEquals(ExitCodes.OK, spoken.code());
    }

    /** The line of a table that begins with that name. */
    private static String line(Spoken spoken, String name) {
        return spoken.out()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .findFirst()
                .orElseThrow();
    }

    private static String number(JsonNode node, String key, String errorKey) {
        return String.format(
                Locale.ROOT,
                "%+.2e ± %.1e",
                node.get(key).doubleValue(),
                node.get(errorKey).doubleValue());
    }

    @Test
    void theFileSaysWhatTheConsoleSays() throws Exception {
        Spoken spoken = pattern("--target", "b=+0.01", "--rank", "3");
        isFine(spoken);
        JsonNode json = found(results);
        assertTrue(
                spoken.out().startsWith("Target: b +0.01000; held: all others (nats).\n"),
                spoken.out());
        assertEquals("b +0.01000; held: all others", json.get("target").stringValue());
        assertEquals(3, json.get("rank").intValue());
        assertTrue(spoken.out().contains("rank 3 of 3, ridge 0, metric χ² divergence"));
        assertEquals(3, json.get("singularValues").size());
        for (JsonNode component : json.get("components")) {
            String line = line(spoken, component.get("component").stringValue());
            assertTrue(
                    line.contains(
                            number(
                                    component,
                                    "predictedChangeNats",
                                    "predictedChangeStandardErrorNats")),
                    line);
            assertTrue(
                    line.contains(
                            number(
                                    component,
                                    "reweightedChangeNats",
                                    "reweightedChangeStandardErrorNats")),
                    line);
            assertTrue(
                    line.contains(
                            number(
                                    component,
                                    "predictedLambdaChange",
                                    "predictedLambdaChangeStandardError")),
                    line);
            assertTrue(line.contains(" " + component.get("wish").stringValue() + " "), line);
            assertEquals(
                    30 * component.get("predictedChangeNats").doubleValue(),
                    component.get("predictedLambdaChange").doubleValue(),
                    1e-12);
        }
        for (JsonNode column : json.get("patterns")) {
            String line = line(spoken, column.get("pattern").stringValue());
            assertTrue(line.contains(number(column, "strength", "strengthStandardError")), line);
            assertTrue(line.endsWith(" " + column.get("tokens").intValue()), line);
        }
        assertEquals(1, json.get("reached").doubleValue(), 1e-9);
        assertEquals(0, json.get("unreachableShare").doubleValue(), 1e-9);
        assertFalse(json.has("verification"));
    }

    @Test
    void aModeWithoutASizeIsAsLargeAsCanBeTrusted() throws Exception {
        isFine(pattern("--mode", "1", "--rank", "2"));
        JsonNode json = found(results);
        assertEquals(
                1 / 0.9,
                Math.min(
                        json.get("linearUpTo").doubleValue(),
                        json.get("largestStep").doubleValue()),
                1e-9);
        assertTrue(json.get("target").stringValue().contains("0.9 of where "));

        isFine(pattern("--mode", "1=-0.02", "--rank", "2"));
        double squares = 0;
        for (JsonNode component : found(results).get("components")) {
            squares += Math.pow(component.get("wantedChangeNats").doubleValue(), 2);
        }
        assertEquals(0.02, Math.sqrt(squares), 1e-12);
    }

    @Test
    void theModeOfAPatternIsNamed() throws Exception {
        Spoken spoken = pattern("--mode-of", "first, half=0.01", "--rank", "3");
        isFine(spoken);
        assertTrue(
                spoken.out().startsWith("Target: the mode of \"first, half\", which is mode "),
                spoken.out());
        assertTrue(spoken.out().contains(" above the noise floor), times 0.01"), spoken.out());
    }

    @Test
    void heldFixedAndFreeAreWishes() {
        isFine(pattern("--target", "a=0.01", "--fix", "b", "--free", "a b/2", "--rank", "2"));
        List<String> wishes = new ArrayList<>();
        for (JsonNode component : found(results).get("components")) {
            wishes.add(component.get("wish").stringValue());
        }
        assertEquals(List.of("change", "fix", "free"), wishes);
        JsonNode fixed = found(results).get("components").get(1);
        assertEquals(0, fixed.get("predictedChangeNats").doubleValue(), 1e-10);
        assertTrue(found(results).get("components").get(2).get("wantedChangeNats").isNull());
        double error =
                found(results).get("patterns").get(0).get("strengthStandardError").doubleValue();
        assertTrue(error > 0, "solved anew in each replicate: " + error);
    }

    @Test
    void constraintsAreKept() {
        isFine(
                pattern(
                        "--target",
                        "a=5",
                        "--rank",
                        "3",
                        "--nonnegative",
                        "--max-strength=0.5",
                        "--max-patterns=2",
                        "--max-divergence=0.01"));
        JsonNode json = found(results);
        int used = 0;
        for (JsonNode column : json.get("patterns")) {
            double strength = column.get("strength").doubleValue();
            assertTrue(Math.abs(strength) <= 0.5);
            used += strength == 0 ? 0 : 1;
        }
        assertTrue(used > 0 && used <= 2, "patterns: " + used);
        assertTrue(json.get("largestStep").isNull() || json.get("largestStep").doubleValue() >= 1);
        assertTrue(json.get("klDivergenceNats").doubleValue() <= 0.01);
        assertEquals(2, json.get("constraints").get("mostPatterns").intValue());
    }

    @Test
    void jointAndNormAndEuclideanAreChoices() {
        isFine(
                pattern(
                        "--target",
                        "a=0.01",
                        "--part=joint",
                        "--rows=norm",
                        "--metric=euclidean",
                        "--ridge=0.1",
                        "--rank=3"));
        JsonNode json = found(results);
        assertEquals("joint", json.get("part").stringValue());
        assertEquals("norm", json.get("rows").stringValue());
        assertEquals("euclidean", json.get("metric").stringValue());
        assertTrue(json.get("components").get(0).get("predictedLambdaChange").isNull());
        assertTrue(json.get("leastEffectiveSampleSize").doubleValue() > 0);
    }

    @Test
    void weightsSumToTheNumberOfExamples() throws Exception {
        Path table = home.resolve("weights.csv");
        Path json = home.resolve("weights.json");
        isFine(pattern("--target", "a=0.01", "--rank", "3", "--weights", table.toString()));
        isFine(pattern("--target", "a=0.01", "--rank", "3", "--weights", json.toString()));

        List<String> lines = Files.readAllLines(table);
        assertEquals("example,weight", lines.getFirst());
        double[] weights =
                lines.stream()
                        .skip(1)
                        .mapToDouble(l -> Double.parseDouble(l.substring(l.indexOf(',') + 1)))
                        .toArray();
        assertEquals(48, weights.length);
        assertEquals(48, Arrays.stream(weights).sum(), 1e-9);
        assertTrue(Arrays.stream(weights).anyMatch(w -> Math.abs(w - 1) > 1e-6));
        // An example of no pattern but "last" has 1 − Σh + h_last · 48/8.
        double sum = 0;
        JsonNode columns = found(results).get("patterns");
        for (JsonNode column : columns) {
            sum += column.get("strength").doubleValue();
        }
        assertEquals(1 - sum + 6 * columns.get(1).get("strength").doubleValue(), weights[45], 1e-9);

        JsonNode node = JsonMapper.shared().readTree(json.toFile());
        assertEquals(48, node.get("examples").intValue());
        for (int z = 0; z < 48; z++) {
            assertEquals(weights[z], node.get("relativeWeights").get(z).doubleValue());
        }
    }

    @Test
    void verifyingComparesAndGoesOnWhereItWasStopped() throws Exception {
        String[] arguments = {
            "--target", "a=0.002", "--rank=3", "--verify", "--draws=100", "--steps=1"
        };
        Spoken spoken = pattern(arguments);
        isFine(spoken);
        assertTrue(spoken.out().contains("Sampling half B, step −1.0 (run 5 of 5) …"));
        assertTrue(spoken.out().contains("half  step  component "), spoken.out());
        assertTrue(spoken.out().contains("Slope of realised on predicted: "), spoken.out());
        JsonNode verification = found(results).get("verification");
        assertEquals(2, verification.get("trials").size());
        assertEquals(2, verification.get("trialsThatCount").intValue());
        assertEquals(3, verification.get("sampled").size());
        assertTrue(verification.get("finished").booleanValue());
        assertTrue(
                verification.get("slopeLow95").doubleValue()
                        < verification.get("slopeHigh95").doubleValue());

        // One run is taken away, as if the command had been stopped before it.
        Path runs = results.resolve("patterning").resolve("runs");
        List<Path> folders;
        try (Stream<Path> listed = Files.list(runs)) {
            folders = listed.sorted().toList();
        }
        assertEquals(5, folders.size());
        delete(folders.getLast());
        Spoken again = pattern(arguments);
        isFine(again);
        assertEquals(verification, found(results).get("verification"));
        assertEquals(spoken.out(), again.out());
    }

    private static void delete(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void trialsBeyondLinearResponseDoNotCountAndSayWhy() {
        Spoken spoken =
                pattern(
                        "--target",
                        "a=1",
                        "--rank=3",
                        "--verify",
                        "--draws=4",
                        "--steps=1",
                        "--sample=targets");
        // So far away that q_h is no distribution, a sampler may fail; then it says so.
        if (spoken.code() == ExitCodes.OK) {
            assertTrue(spoken.out().contains("takes no part in the slope. "), spoken.out());
            assertTrue(spoken.out().contains("No trial counts, so there is no slope."));
        }
    }

    @Test
    void springsAreMovedByForces() throws Exception {
        Path experiment = Path.of("..", "sample-models", "springs", Experiment.FILE_NAME);
        Path folder = home.resolve("springs");
        Experiment read = Experiment.read(experiment);
        Path shorter = home.resolve("springs.json");
        read.relocated(Experiment.folderOf(experiment), home)
                .withSchedule(read.schedule().withDraws(500))
                .write(shorter);
        isFine(Spoken.ofModels("run", shorter.toString(), "--out", folder.toString()));

        Spoken spoken =
                Spoken.ofModels(
                        all(folder, "--target", "w0=0.1", "--verify", "--draws=300", "--steps=1"));

        isFine(spoken);
        assertTrue(spoken.out().contains("metric Euclidean"), spoken.out());
        assertFalse(spoken.out().contains("lambda-hat"), spoken.out());
        JsonNode json = found(folder);
        // K w = f: to move w_0 by 0.1 alone takes forces 0.2 and −0.1 on the first two.
        assertEquals(0.2, json.get("patterns").get(0).get("strength").doubleValue(), 0.03);
        assertEquals(-0.1, json.get("patterns").get(1).get("strength").doubleValue(), 0.03);
        assertTrue(json.get("klDivergenceNats").isNull());
        JsonNode verification = json.get("verification");
        assertEquals(6, verification.get("sampled").size());
        assertEquals(1, verification.get("slope").doubleValue(), 0.25);

        Spoken.ofModels(all(folder, "--target", "w0=0.1", "--weights", "w.csv"))
                .refusesWithHelp("fields, which mix no data");
        Spoken.ofModels(all(folder, "--target", "w0=0.1", "--nonnegative"))
                .refusesWithHelp("--nonnegative bounds weights of examples");
    }

    @Test
    void whoeverDrawsFiguresIsAskedForOne() {
        FigureWriter figures =
                new FigureWriter() {
                    @Override
                    public void write(Snapshot snapshot, Path pngFile) {
                        throw new AssertionError("A matrix was drawn.");
                    }

                    @Override
                    public boolean write(
                            PatternAnswer answer,
                            Verification.@Nullable Progress verified,
                            Path pngFile)
                            throws IOException {
                        Files.writeString(pngFile, "rank " + answer.solution().rank());
                        return true;
                    }
                };
        CommandLine line = Main.commandLine(figures, null, List.of(), folder -> SmallRuns.system());
        StringWriter out = new StringWriter();
        line.setOut(new PrintWriter(out));
        assertEquals(ExitCodes.OK, line.execute(all(results, "--target", "a=0.01", "--rank=2")));
        Path figure = results.resolve("patterning").resolve("pattern.png");
        assertTrue(out.toString().contains("pattern.json, " + figure), out.toString());
        assertTrue(Files.exists(figure));
    }

    @Test
    void whatIsWrongIsOneSentence() {
        refuses("exactly one of --target, --mode and --mode-of, but none");
        refuses("but more than one of them was given", "--target", "a=1", "--mode", "1");
        refuses("no component \"c\"; it has a, b, a b/2", "--target", "c=0.1");
        refuses("without a unit, as in a=+0.1, but got \"0.1nats\"", "--target", "a=0.1nats");
        refuses("no component \"x\"", "--target", "a=0.1", "--fix", "x");
        refuses("given two wishes", "--target", "a=0.1", "--free", "a");
        refuses(
                "no pattern \"induction\"; it has first, half, last, middle",
                "--mode-of",
                "induction");
        refuses("a number from 1 to 3", "--mode", "4");
        refuses("a number from 1 to 3", "--mode", "first");
        refuses("not among the 1 that are inverted", "--mode", "2", "--rank", "1");
        refuses("--rank must be auto or a number", "--target", "a=1", "--rank", "most");
        refuses("The ridge must be a number", "--target", "a=1", "--ridge", "-1");
        refuses("must be above 0", "--target", "a=1", "--max-strength", "0");
        refuses("At least one pattern", "--target", "a=1", "--max-patterns", "0");
        refuses("expected one of [CHI2, EUCLIDEAN]", "--target", "a=1", "--metric", "manhattan");
        refuses("expected one of [FLUCTUATION, JOINT]", "--target", "a=1", "--part", "shift");
        refuses("--steps and --sample tells", "--target", "a=1", "--steps", "1", "--sample", "a");
        refuses("steps above 0", "--target", "a=1", "--rank=3", "--verify", "--steps", "0");
        refuses("at least 2 draws", "--target", "a=1", "--rank=3", "--verify", "--draws", "1");
        refuses("no component \"z\"", "--target", "a=1", "--rank=3", "--verify", "--sample", "z");
        refuses("There is nothing to verify: No change is wanted", "--target", "a=0", "--verify");
        refuses("does not go with --by", "--target", "a=1", "--by=examples", "--verify");
        refuses("cannot be bounded", "--target", "a=1", "--by=examples", "--max-patterns=3");
        refuses("a number from 1 to 3", "--mode", "4", "--by=examples");
        Spoken.of("pattern", home.resolve("none").toString(), "--mode", "1")
                .refuses(ExitCodes.RESULTS, "There is no result in");
    }

    private void refuses(String part, String... arguments) {
        Spoken spoken = pattern(arguments);
        spoken.refusesWithHelp(part);
        assertEquals("", spoken.out());
    }

    @Test
    void whereNothingIsDoneTheReasonIsGiven() {
        Spoken spoken = pattern("--target", "a=0.1", "--rank", "0");
        isFine(spoken);
        assertTrue(spoken.out().contains("No mode rises above the noise"), spoken.out());
        assertTrue(found(results).get("whyNothing").stringValue().startsWith("No mode rises"));
    }
}
