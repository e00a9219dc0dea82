package org.chiscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.InfluenceSettings;
import org.chiscope.experiment.Selection;
import org.chiscope.experiment.SmallRuns;
import org.chiscope.format.Safetensors;
import org.chiscope.format.Tensor;
import org.chiscope.network.Transformer;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.SgldSettings;
import org.chiscope.system.TinyModel;
import org.chiscope.system.WeightFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a real model folder: a transformer with random weights. */
@Timeout(60)
class ModelCommandsTest {
    @TempDir Path home;
    private Path model = Path.of("");

    @BeforeEach
    void writeModel() throws Exception {
        model = home.resolve("sample-models").resolve("tiny");
        TinyModel.writeTransformer(model);
        new Experiment(
                        "tiny",
                        ".",
                        Selection.of("l0h0", "l1h1", "l0.attn"),
                        Selection.of("even", "induction"),
                        new SgldSettings(1e-3, 10, 100, 4),
                        2,
                        new ChainSettings(5, 8, 2),
                        3)
                .write(model.resolve(Experiment.FILE_NAME));
        System.setProperty("chiscope.home", home.toString());
    }

    @AfterEach
    void forgetHome() {
        System.clearProperty("chiscope.home");
    }

    @Test
    void aTransformerRunsFromTheFolderToTheTable() throws Exception {
        Path one = home.resolve("one");
        Path two = home.resolve("two");
        String experiment = model.resolve(Experiment.FILE_NAME).toString();

        Spoken spoken =
                Spoken.ofModels("run", experiment, "--out", one.toString(), "--workers", "1");
        Spoken.ofModels("run", experiment, "--out", two.toString(), "--workers", "2");

        assertEquals("", spoken.err());
        assertEquals(ExitCodes.OK, spoken.code());
        String table = Files.readString(one.resolve("chi.csv"));
        assertEquals(1 + 3 * 2, table.lines().count());
        assertTrue(table.contains("\nl0 attn,induction,"), table);
        assertEquals(table, Files.readString(two.resolve("chi.csv")));
        assertEquals(SmallRuns.chains(one), SmallRuns.chains(two));
        assertEquals(
                ExitCodes.OK, Spoken.ofModels("run", "--resume", "--out", one.toString()).code());
    }

    /**
     * What is kept of each example gives the column that the draws gave: of the same examples by
     * another rule, up to the floats in which the former is stored.
     */
    @Test
    void aNewColumnIsTheOneThatSamplingWouldHaveGiven() throws Exception {
        Path results = home.resolve("results");
        Spoken.ofModels(
                "run", model.resolve(Experiment.FILE_NAME).toString(), "--out", results.toString());
        Path column = home.resolve("column.csv");

        Spoken spoken =
                Spoken.ofModels(
                        "column",
                        results.toString(),
                        "--rule",
                        "{\"type\": \"not\", \"rule\": {\"type\": \"not\", \"rule\":"
                                + " {\"type\": \"induction\", \"maximumBigramProbability\": 1}}}",
                        "--csv",
                        column.toString());

        assertEquals("", spoken.err());
        assertEquals(ExitCodes.OK, spoken.code());
        List<String> found = Files.readAllLines(column);
        List<String> sampled =
                Files.readAllLines(results.resolve("chi.csv")).stream()
                        .filter(line -> line.contains(",induction,"))
                        .toList();
        assertEquals(1 + 3, found.size());
        for (int row = 0; row < 3; row++) {
            String[] made = found.get(1 + row).split(",", -1);
            String[] wanted = sampled.get(row).split(",", -1);
            assertEquals(wanted[0], made[0]);
            double fluctuation = Double.parseDouble(wanted[2]);
            assertEquals(fluctuation, Double.parseDouble(made[1]), 1e-4 * Math.abs(fluctuation));
            double dataError = Double.parseDouble(wanted[4]);
            assertEquals(dataError, Double.parseDouble(made[3]), 1e-4 * dataError);
        }
        assertTrue(spoken.out().contains("l0 attn"), spoken.out());
    }

    @Test
    void aRuleThatDoesNotFitIsOneSentence() throws Exception {
        Path results = home.resolve("results");
        Spoken.ofModels(
                "run", model.resolve(Experiment.FILE_NAME).toString(), "--out", results.toString());

        Spoken.ofModels("column", results.toString(), "--rule", "{\"type\": \"verb\"}")
                .refuses(ExitCodes.INPUT, "unknown type \"verb\" of rule");
        Spoken.ofModels(
                        "column",
                        results.toString(),
                        "--rule",
                        "{\"type\": \"label\", \"column\": \"a\", \"value\": \"b\"}")
                .refuses(ExitCodes.INPUT, "names no \"labels\"");
    }

    /** Other weights in a folder of the model: other numbers, the same command. */
    @Test
    void aCheckpointIsSampledLikeItsModel() throws Exception {
        Path checkpoint = model.resolve("checkpoints").resolve("late.safetensors");
        Files.createDirectories(checkpoint.getParent());
        var network = Transformer.build(TinyModel.SHAPE);
        WeightFile.writeHalf(
                network, checkpoint, Transformer.initialize(TinyModel.SHAPE, network, 0.5, 8));
        Path late = home.resolve("late.json");
        Experiment.read(model.resolve(Experiment.FILE_NAME))
                .withModel(checkpoint.toString())
                .write(late);

        Spoken info = Spoken.ofModels("info", "tiny/checkpoints/late.safetensors");
        Spoken run = Spoken.ofModels("run", late.toString(), "--out", home.resolve("r").toString());

        assertEquals("Tiny, late", info.out().lines().findFirst().orElse(""), info.err());
        assertEquals(ExitCodes.OK, run.code(), run.err());
        assertTrue(
                Experiment.read(home.resolve("r").resolve(Experiment.FILE_NAME))
                        .model()
                        .endsWith("late.safetensors"));
        Spoken.ofModels("info", home.resolve("stray.safetensors").toString())
                .refuses(ExitCodes.INPUT, "There is no checkpoint");
    }

    @Test
    void aModelWithoutAnExperimentIsGivenOneByCalibration() throws Exception {
        Path description = model.resolve(Experiment.FILE_NAME);
        String[] calibrate = {
            "calibrate",
            model.toString(),
            "--out",
            home.resolve("found").toString(),
            "--localizations=1,10",
            "--n-betas=0.1",
            "--steps=1",
            "--draws=4",
            "--components=l0h0",
            "--save"
        };
        Spoken.ofModels(calibrate).refusesWithHelp("--save would replace " + description);
        Files.delete(description);
        Spoken spoken = Spoken.ofModels(calibrate);
        assertEquals("", spoken.err());
        assertEquals(ExitCodes.OK, spoken.code());
        Experiment saved = Experiment.read(description);
        assertEquals(".", saved.model());
        assertEquals(3, saved.sampler().nBeta(), 1e-12);
        assertEquals(
                Experiment.read(home.resolve("found").resolve(Experiment.FILE_NAME)).id(),
                saved.id());
    }

    @Test
    void aCheckPrintsItsTableAndItsVerdict() throws Exception {
        Path out = home.resolve("check");
        String experiment = model.resolve(Experiment.FILE_NAME).toString();
        Spoken spoken =
                Spoken.ofModels("check", experiment, "--out", out.toString(), "--cells", "2");
        assertEquals("", spoken.err());
        assertTrue(spoken.out().contains("Sampling route 3, nBeta times 1.1"), spoken.out());
        assertTrue(spoken.out().contains("Sampled by MALA"), spoken.out());
        assertTrue(spoken.out().contains("of 4 differences lie within"), spoken.out());
        assertEquals(
                spoken.out().contains("The routes agree.") ? ExitCodes.OK : ExitCodes.DISAGREEMENT,
                spoken.code());
        assertEquals(3, Files.readString(out.resolve("check.csv")).lines().count());
    }

    @Test
    void influenceIsThatOfContextsOrOfTheExamplesInThem() throws Exception {
        Experiment base = Experiment.read(model.resolve(Experiment.FILE_NAME));
        Path file = model.resolve("influence.json");
        base.withInfluence(new InfluenceSettings(InfluenceSettings.Unit.EXAMPLES, 2)).write(file);
        Path out = home.resolve("examples");
        Path table = home.resolve("pairs.csv");
        Spoken.ofModels("run", file.toString(), "--out", out.toString());
        Spoken spoken = Spoken.ofModels("influence", out.toString(), "--out", table.toString());
        assertEquals("", spoken.err());
        assertEquals(ExitCodes.OK, spoken.code());
        String lines = Files.readString(table);
        assertTrue(lines.contains("\n0:0,0:1,"), lines);
        assertTrue(lines.contains(",1:0,"), lines);

        Spoken row = Spoken.ofModels("influence", out.toString(), "--of", "1:0");
        assertEquals(ExitCodes.OK, row.code());
        Spoken.ofModels("influence", out.toString(), "--of", "9:0")
                .refusesWithHelp("This result has no unit 9:0; its units are 0:0 to 1:");

        base.withInfluence(new InfluenceSettings(InfluenceSettings.Unit.CONTEXTS, 0)).write(file);
        Path contexts = home.resolve("contexts");
        Spoken.ofModels("run", file.toString(), "--out", contexts.toString());
        Spoken whole = Spoken.ofModels("influence", contexts.toString(), "--out", table.toString());
        assertEquals(ExitCodes.OK, whole.code());
        assertTrue(Files.readString(table).contains("\n0,1,"));
    }

    @Test
    void modesAreListedWithTheirErrors() throws Exception {
        Path out = home.resolve("plain");
        String experiment = model.resolve(Experiment.FILE_NAME).toString();
        Spoken.ofModels("run", experiment, "--out", out.toString());
        Spoken spoken = Spoken.ofModels("modes", out.toString(), "--part", "joint", "--top", "1");
        assertEquals("", spoken.err());
        assertEquals(ExitCodes.OK, spoken.code());
        assertEquals(4, spoken.out().strip().lines().count(), spoken.out());
        assertTrue(spoken.out().contains(" ± "), spoken.out());
        Path table = home.resolve("modes.csv");
        Spoken whitened =
                Spoken.ofModels(
                        "modes",
                        out.toString(),
                        "--whitened",
                        "--centred",
                        "--rows",
                        "norm",
                        "--csv",
                        table.toString());
        assertEquals("", whitened.err());
        List<String> lines = Files.readAllLines(table);
        assertEquals("mode,kind,name,value,se_mc", lines.getFirst());
        // 2 modes, each 4 numbers of its own and 5 loadings of components and patterns.
        assertEquals(1 + 2 * (4 + 5), lines.size());
        assertTrue(lines.get(5).matches("1,component,[^,]+,-?[0-9.E-]+,[0-9.E-]+"), lines.get(5));
        Spoken.ofModels("modes", home.resolve("none").toString())
                .refuses(ExitCodes.RESULTS, "There is no result in");
    }

    @Test
    void influenceThatWasNotKeptIsASentence() throws Exception {
        Path out = home.resolve("plain");
        String experiment = model.resolve(Experiment.FILE_NAME).toString();
        Spoken.ofModels("run", experiment, "--out", out.toString());
        Spoken.ofModels("influence", out.toString())
                .refuses(ExitCodes.INPUT, "add \"influence\" to the experiment and sample it");
    }

    @Test
    void aCalibrationPrintsItsTableAndProposesAnExperimentThatRuns() throws Exception {
        Path out = home.resolve("calibration");
        String experiment = model.resolve(Experiment.FILE_NAME).toString();
        Spoken spoken =
                Spoken.ofModels(
                        "calibrate",
                        experiment,
                        "--out",
                        out.toString(),
                        "--localizations=1",
                        "--n-betas=0.5,1",
                        "--steps=1",
                        "--draws=4",
                        "--components=l0h0");

        assertEquals("", spoken.err());
        assertEquals(ExitCodes.OK, spoken.code());
        assertEquals(3, Files.readString(out.resolve("calibration.csv")).lines().count());
        assertTrue(spoken.out().contains("\nProposed: localization 100"), spoken.out());
        Spoken refused =
                Spoken.ofModels("calibrate", experiment, "--out", out.toString(), "--steps=-1");
        assertEquals(ExitCodes.USAGE, refused.code());
        assertTrue(refused.err().contains("positive factors"), refused.err());
        assertEquals(
                ExitCodes.OK,
                Spoken.ofModels(
                                "run",
                                out.resolve(Experiment.FILE_NAME).toString(),
                                "--out",
                                home.resolve("calibrated").toString())
                        .code());
    }

    @Test
    void aContrastTellsTheSharesAndTheirDifferenceAndRefusesUnknownNames() {
        String results = home.resolve("results").toString();
        String experiment = model.resolve(Experiment.FILE_NAME).toString();
        String[] known = {"contrast", results, "--pattern", "induction", "--rows", "l1h1"};
        Spoken.ofModels(with(known, "--against", "l0h0"))
                .refuses(ExitCodes.RESULTS, "There is no result in");
        Spoken.ofModels("run", experiment, "--out", results);

        Spoken spoken = Spoken.ofModels(with(known, "--against", "l0h0,l0 attn"));

        assertEquals("", spoken.err());
        assertEquals(ExitCodes.OK, spoken.code());
        String[] lines = spoken.out().lines().toArray(String[]::new);
        double first = Double.parseDouble(lines[0].substring(12));
        double second = Double.parseDouble(lines[2].substring(12));
        double third = Double.parseDouble(lines[3].substring(12));
        String last = lines[lines.length - 1];
        assertTrue(last.startsWith("Difference of means on \"induction\": "), last);
        double difference =
                Double.parseDouble(last.substring(last.indexOf(':') + 1, last.indexOf('±')));
        assertEquals(first - (second + third) / 2, difference, 2e-4);

        Spoken raw = Spoken.ofModels(with(known, "--against", "l0h0", "--raw"));
        assertEquals(ExitCodes.OK, raw.code());
        String[] cells = raw.out().lines().toArray(String[]::new);
        String rawLast = cells[cells.length - 1];
        assertTrue(rawLast.endsWith(" standard errors)"), rawLast);
        double cell = Double.parseDouble(cells[0].substring(12));
        double other = Double.parseDouble(cells[2].substring(12));
        double found =
                Double.parseDouble(
                        rawLast.substring(rawLast.indexOf(':') + 1, rawLast.indexOf('±')));
        assertEquals(cell - other, found, 1e-3 * (Math.abs(cell) + Math.abs(other)));

        Spoken unknownRow = Spoken.ofModels(with(known, "--against", "l9h9"));
        assertEquals(ExitCodes.USAGE, unknownRow.code());
        assertTrue(unknownRow.err().contains("no row \"l9h9\"; it has l0h0"), unknownRow.err());
        Spoken unknownPattern =
                Spoken.ofModels(
                        "contrast",
                        results,
                        "--pattern",
                        "colour",
                        "--rows",
                        "l1h1",
                        "--against",
                        "l0h0");
        assertEquals(ExitCodes.USAGE, unknownPattern.code());
        assertTrue(unknownPattern.err().contains("no pattern \"colour\""), unknownPattern.err());
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    void theListShowsModelsAndHowToSampleThem() {
        Spoken spoken = Spoken.ofModels("list");

        assertEquals("", spoken.err());
        assertEquals(ExitCodes.OK, spoken.code());
        assertTrue(spoken.out().startsWith("tiny\n  Tiny. A tiny transformer.\n"), spoken.out());
        assertTrue(spoken.out().contains(" parameters, "), spoken.out());
        assertTrue(
                spoken.out().contains("chiscope run " + model.resolve(Experiment.FILE_NAME)),
                spoken.out());
    }

    @Test
    void aBadModelDoesNotHideTheOthers() throws Exception {
        Path bad = Files.createDirectory(home.resolve("sample-models").resolve("bad"));
        Files.writeString(bad.resolve("config.json"), "{}");

        Spoken spoken = Spoken.ofModels("list");

        assertEquals(ExitCodes.INPUT, spoken.code());
        assertTrue(spoken.out().startsWith("tiny\n"));
        assertTrue(spoken.err().contains("\"title\" is missing"), spoken.err());
    }

    @Test
    void missingSampleModelsAreOneSentence() {
        System.setProperty("chiscope.home", home.resolve("nowhere").toString());

        Spoken.ofModels("list").refuses(ExitCodes.INPUT, "The sample models were expected in");
    }

    @Test
    void infoTellsComponentsPatternsAndLosses() {
        Spoken byName = Spoken.ofModels("info", "tiny");

        assertEquals(ExitCodes.OK, byName.code());
        assertEquals("", byName.err());
        assertTrue(byName.out().matches("(?s).*\n  l1h0 +head +1 +128\n.*"), byName.out());
        assertTrue(byName.out().contains("66 evaluation examples, mean loss "), byName.out());
        assertTrue(byName.out().matches("(?s).*\n  even +\\d+ +\\d+ +\\d\\.\\d{4}  Even.*"));
        assertEquals(byName, Spoken.ofModels("info", model.toString()));
    }

    @Test
    void infoWithoutAModelTellsWhatRunsHere() {
        Spoken spoken = Spoken.ofModels("info");

        assertEquals(ExitCodes.OK, spoken.code());
        assertTrue(spoken.out().contains("Kernels: "), spoken.out());
        assertTrue(spoken.out().contains(home.resolve("sample-models").toString()));
    }

    @Test
    void anUnknownModelIsCodeThree() {
        Spoken.ofModels("info", "nothing").refuses(ExitCodes.INPUT, "There is no model folder");
    }

    @Test
    void badWeightsAreCodeThreeAndLeaveNoResults() throws Exception {
        Path weights = model.resolve("model.safetensors");
        byte[] good = Files.readAllBytes(weights);

        Files.write(weights, Arrays.copyOf(good, 100));
        runRefuses("truncated");
        Files.write(
                weights,
                safetensors(
                        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4],"
                                + "\"data_offsets\":[0,16]},\"b\":{\"dtype\":\"F32\",\"shape\":[4],"
                                + "\"data_offsets\":[8,24]}}",
                        24));
        runRefuses("overlap");
        Files.write(
                weights,
                safetensors(
                        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4]," + "\"data_offsets\":[0,16]}}",
                        8));
        runRefuses("model.safetensors");
        Map<String, Tensor> tensors = TinyModel.weights(Transformer.build(TinyModel.SHAPE));
        tensors.put("pos.weight", new Tensor.F32(new int[] {2, 8}, new float[16]));
        Safetensors.write(weights, new Safetensors(tensors));
        runRefuses("[12, 8]");
        float[] values = new float[96];
        values[3] = Float.NaN;
        tensors.put("pos.weight", new Tensor.F32(new int[] {12, 8}, values));
        Safetensors.write(weights, new Safetensors(tensors));
        runRefuses("NaN");
    }

    @Test
    void aDescriptionThatDoesNotFitTheModelIsCodeThree() throws Exception {
        Path file = model.resolve(Experiment.FILE_NAME);
        String good = Files.readString(file);

        Files.writeString(file, good.replace("l1h1", "l7h1"));
        runRefuses("\"l7h1\"");
        Files.writeString(file, good.replace("\"even\"", "\"odd\""));
        runRefuses("There is no pattern \"odd\"");
        Files.writeString(file, good);
        Path patterns = model.resolve("patterns.json");
        Files.writeString(patterns, Files.readString(patterns).replace("[0, 1, 2, 13, 14]", "[]"));
        runRefuses("first");
    }

    private void runRefuses(String expected) {
        Path results = home.resolve("results");
        Spoken.ofModels(
                        "run",
                        model.resolve(Experiment.FILE_NAME).toString(),
                        "--out",
                        results.toString())
                .refuses(ExitCodes.INPUT, expected);
        assertTrue(Files.notExists(results));
    }

    private static byte[] safetensors(String header, int data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }
}
