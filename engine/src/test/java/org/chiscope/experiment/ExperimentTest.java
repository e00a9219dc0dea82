package org.chiscope.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.chiscope.format.FormatException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExperimentTest {
    private static final String TEXT =
            """
            {
              "name" : "two heads",
              "model" : "../models/small",
              "components" : [ "l0h1", "embed + unembed" ],
              "patterns" : "all",
              "sampler" : {
                "type" : "sgld",
                "stepSize" : 1.0E-4,
                "nBeta" : 30.5,
                "localization" : 300.0,
                "batchSize" : 32
              },
              "chains" : 4,
              "burnIn" : 100,
              "draws" : 200,
              "stepsBetweenDraws" : 10,
              "seed" : -7
            }
            """;

    @TempDir Path folder;

    private Experiment read(String text) throws IOException {
        Path file = folder.resolve("experiment.json");
        Files.writeString(file, text);
        return Experiment.read(file);
    }

    @Test
    void aDescriptionIsReadAsItStandsInTheFile() throws IOException {
        Experiment experiment = read(TEXT);

        assertEquals("two heads", experiment.name());
        assertEquals(Selection.of("l0h1", "embed + unembed"), experiment.components());
        assertEquals(Selection.all(), experiment.patterns());
        assertEquals(new SgldSettings(1e-4, 30.5, 300, 32), experiment.sampler());
        assertEquals(200, experiment.schedule().draws());
        assertEquals(-7, experiment.seed());
    }

    @Test
    void writingGivesTheFileBack() throws IOException {
        Path file = folder.resolve("copy.json");

        read(TEXT).write(file);

        assertEquals(TEXT, Files.readString(file));
    }

    @Test
    void malaHasNoBatchSize() throws IOException {
        Experiment experiment = SmallRuns.mala(10);
        Path file = folder.resolve("mala.json");

        experiment.write(file);

        assertEquals(experiment, Experiment.read(file));
        FormatException refused =
                assertThrows(
                        FormatException.class, () -> read(TEXT.replace("\"sgld\"", "\"mala\"")));
        assertTrue(String.valueOf(refused.getMessage()).contains("sampler.batchSize"));
    }

    static List<SamplerSettings> samplers() {
        PosteriorSettings plain = new PosteriorSettings(30, 300);
        PosteriorSettings all = new PosteriorSettings(30, 300, 0.5, 2);
        MinibatchSettings shared = new MinibatchSettings(8, 3, true);
        return List.of(
                new SgldSettings(1e-4, all, shared),
                new PreconditionedSgldSettings(1e-4, plain, new MinibatchSettings(8), 0.99, 0.01),
                new SgnhtSettings(1e-2, all, shared, 2),
                new MalaSettings(1e-4, all),
                new HmcSettings(1e-2, plain, 10, 0.8),
                new GaussianSettings(new SgldSettings(1e-4, all, shared)),
                new GaussianSettings(new HmcSettings(1e-2, plain, 10, 0.8)));
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void everySamplerIsWrittenAndReadBack(SamplerSettings sampler) throws IOException {
        Experiment experiment =
                new Experiment(
                        "any",
                        ".",
                        Selection.all(),
                        Selection.all(),
                        sampler,
                        4,
                        new ChainSettings(20, 20, 3, 0.25),
                        1);
        Path file = folder.resolve("sampler.json");
        experiment.write(file);
        assertEquals(experiment, Experiment.read(file));
    }

    @Test
    void aGaussianControlHoldsItsBase() throws IOException {
        String sgld = TEXT.substring(TEXT.indexOf("{\n    \"type\""), TEXT.indexOf("},") + 1);
        String gaussian = TEXT.replace(sgld, gaussian(sgld));

        assertEquals(
                new GaussianSettings(new SgldSettings(1e-4, 30.5, 300, 32)),
                read(gaussian).sampler());
        assertRefused(gaussian.replace("\"sgld\"", "\"wolff\""), "\"sampler.of.stepSize\"");
        assertRefused(gaussian.replace(sgld, gaussian(sgld)), "its base is Gaussian of SGLD");
        assertRefused(gaussian.replace("30.5", "-1"), "nBeta must be");
        assertRefused(gaussian.replace("\"of\"", "\"seed\" : 1, \"of\""), "\"sampler.seed\"");
        assertRefused(TEXT.replace(sgld, "{\"type\" : \"gaussian\"}"), "\"sampler.of\" is missing");
        assertRefused(
                gaussian.replace("\"burnIn\" : 100", "\"burnIn\" : 10"),
                "at least 20 steps of it, but burnIn is 10");
    }

    private static String gaussian(String of) {
        return "{\"type\" : \"gaussian\", \"of\" : " + of + "}";
    }

    private void assertRefused(String text, String expected) {
        String message =
                String.valueOf(assertThrows(FormatException.class, () -> read(text)).getMessage());
        assertTrue(message.contains(expected), message);
        assertTrue(message.endsWith(".") && !message.contains("\n"), message);
    }

    @Test
    void perturbationAndInfluenceAreWrittenAndReadBack() throws IOException {
        Path file = folder.resolve("more.json");
        Experiment plain = SmallRuns.experiment(20);
        for (Experiment experiment :
                List.of(
                        plain.withPerturbation(DataPerturbation.NONE),
                        plain.withPerturbation(DataPerturbation.of("first, half", -0.125)),
                        plain.withInfluence(
                                new InfluenceSettings(InfluenceSettings.Unit.EXAMPLES, 7)),
                        plain.withInfluence(
                                new InfluenceSettings(InfluenceSettings.Unit.CONTEXTS, 0)))) {
            experiment.write(file);
            assertEquals(experiment, Experiment.read(file));
            assertNotEquals(plain.id(), experiment.id());
        }
    }

    @Test
    void whatDoesNotFitTheModelIsASentence() {
        Experiment plain = SmallRuns.experiment(20);
        refused(
                plain.withPerturbation(DataPerturbation.of("third", 0.1)),
                "names a pattern \"third\" that the model does not have; it has \"first, half\"");
        refused(
                plain.withInfluence(new InfluenceSettings(InfluenceSettings.Unit.CONTEXTS, 49)),
                "between 49 contexts, but the evaluation set has 48");
    }

    private void refused(Experiment experiment, String expected) {
        Throwable thrown =
                assertThrows(
                        ExperimentException.class,
                        () ->
                                ExperimentRun.create(
                                        experiment, SmallRuns.system(), folder.resolve("no"), 1));
        assertTrue(String.valueOf(thrown.getMessage()).contains(expected), thrown.getMessage());
        assertFalse(Files.exists(folder.resolve("no")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"stepSize\" : 1.0E-4 | \"stepSize\" : -1.0E-4 | step size must be a positive",
                "\"stepSize\" : 1.0E-4 | \"stepSize\" : \"big\" | \"sampler.stepSize\" must be a"
                        + " number, but found \"big\"",
                "\"nBeta\" : 30.5 | \"nBeta\" : -1 | nBeta must be",
                "\"chains\" : 4 | \"chains\" : 0 | at least one chain",
                "\"chains\" : 4 | \"chains\" : 2.5 | \"chains\" must be a whole number",
                "\"draws\" : 200 | \"draws\" : 0 | at least 1 draw",
                "\"chains\" : 4 | \"chains\" : 4, \"exampleBlocks\" : 17 | kept in 1 to 16 blocks",
                "\"draws\" : 200 | \"draws\" : 200, \"extendedFrom\" : [200] | extendedFrom is"
                        + " [200] and draws is 200",
                "\"draws\" : 200 | \"draws\" : 200, \"extendedFrom\" : [90, 80] | must be"
                        + " positive, ascend and stay below draws",
                "\"draws\" : 200 | \"draws\" : 200, \"extendedFrom\" : [0] | must be positive",
                "\"draws\" : 200 | \"draws\" : 200, \"extendedFrom\" : 90 | \"extendedFrom\" must"
                        + " be a list of whole numbers",
                "\"chains\" : 4 | \"chains\" : 4, \"perturbation\" : 3 | an object of names and"
                        + " numbers",
                "\"chains\" : 4 | \"chains\" : 4, \"influence\" : {\"of\" : \"words\"} | one of"
                        + " examples, contexts",
                "\"burnIn\" : 100 | \"burnIn\" : -1 | burn-in",
                "\"stepsBetweenDraws\" : 10 | \"stepsBetweenDraws\" : 0 | at least 1 step apart",
                "\"batchSize\" : 32 | \"batchSize\" : -1 | batch size",
                "\"type\" : \"sgld\" | \"type\" : \"magic\" | one of sgld, preconditioned_sgld",
                "\"seed\" : -7 | \"seed\" : -7, \"sede\" : 1 | the key \"sede\" is unknown",
                "\"batchSize\" : 32 | \"batchSize\" : 32, \"steps\" : 1 | \"sampler.steps\" is"
                        + " unknown",
                "\"patterns\" : \"all\" | \"patterns\" : \"some\" | \"all\" or a list of names",
                "\"patterns\" : \"all\" | \"patterns\" : [] | at least one name",
                "\"patterns\" : \"all\" | \"patterns\" : [\"x\", \"x\"] | stands there twice",
                "\"patterns\" : \"all\" | \"patterns\" : [1] | \"all\" or a list of names",
                "\"name\" : \"two heads\" | \"name\" : \" \" | needs a name",
                "\"name\" : \"two heads\", |  | \"name\" is missing",
                "\"draws\" : 200, | \"draws\" : 200,, | should be JSON, but line",
            })
    void aBadValueIsOneSentenceThatNamesTheFile(String old, String replacement, String expected) {
        String text = TEXT.replace(old, replacement == null ? "" : replacement);
        assertNotEquals(TEXT, text);

        FormatException refused = assertThrows(FormatException.class, () -> read(text));

        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains(expected), message);
        assertTrue(message.contains("experiment.json"), message);
        assertTrue(message.endsWith(".") && !message.contains("\n"), message);
    }

    @Test
    void aMissingFileIsOneSentence() {
        Path file = folder.resolve("nowhere.json");

        FormatException refused = assertThrows(FormatException.class, () -> Experiment.read(file));

        assertEquals(
                "There is no file " + file + "; check the path and its spelling.",
                refused.getMessage());
    }

    @Test
    void theModelIsFoundFromTheFolderOfTheFile() throws IOException {
        Experiment experiment = read(TEXT);
        Path from = Path.of("/data/experiments");

        assertEquals(Path.of("/data/models/small"), experiment.modelFolder(from));
        Experiment moved = experiment.relocated(from, Path.of("/data/results/run 1"));
        assertEquals("../../models/small", moved.model());
        assertEquals(
                Path.of("/data/models/small"), moved.modelFolder(Path.of("/data/results/run 1")));
        assertEquals(".", experiment.relocated(from, Path.of("/data/models/small")).model());
        assertEquals(
                "/elsewhere",
                experiment.withModel("/elsewhere").relocated(from, Path.of("/work")).model());
    }

    @Test
    void blocksOfExamplesAreWrittenIfTheyAreNotAsUsualAndDecideTheNumbers() throws IOException {
        Experiment usual = read(TEXT);
        Experiment few =
                read(TEXT.replace("\"chains\" : 4", "\"chains\" : 4, \"exampleBlocks\" : 4"));
        Path file = folder.resolve("few.json");

        few.write(file);

        assertEquals(16, usual.exampleBlocks());
        assertEquals(few, Experiment.read(file));
        assertEquals(4, few.withSeed(3).exampleBlocks());
        assertNotEquals(usual.id(), few.id());
        usual.write(file);
        assertFalse(Files.readString(file).contains("exampleBlocks"));
    }

    @Test
    void addedDrawsAreWrittenAndReadBack() throws IOException {
        Experiment extended = read(TEXT).extendedTo(300).extendedTo(1000);
        Path file = folder.resolve("extended.json");

        extended.write(file);

        assertEquals(1000, extended.schedule().draws());
        assertTrue(Files.readString(file).contains("\"extendedFrom\" : [ 200, 300 ]"));
        assertEquals(extended, Experiment.read(file));
    }

    @Test
    void anExtendedExperimentKnowsTheIdsThatItHadAndNoOthers() throws IOException {
        Experiment first = read(TEXT);
        Experiment second = first.extendedTo(300);
        Experiment third = second.extendedTo(1000);

        assertEquals(List.of(first.id()), first.ids());
        assertEquals(List.of(third.id(), second.id(), first.id()), third.ids());
        assertNotEquals(first.extendedTo(1000).id(), third.id());
        assertNotEquals(read(TEXT.replace("200", "1000")).id(), third.id());
    }

    @Test
    void anIdStaysAsItWasBeforeDrawsCouldBeAdded() throws IOException {
        // The first 8 bytes of SHA-256 over the description as JSON without blanks, from
        // {"components": to "seed":-7}, worked out by Python's hashlib.
        assertEquals("954f66fe0ec18286", read(TEXT).id());
    }

    @Test
    void theIdTellsWhatDecidesTheNumbersAndNothingElse() throws IOException {
        Experiment experiment = read(TEXT);

        assertEquals(16, experiment.id().length());
        assertEquals(experiment.id(), experiment.withModel("/moved").id());
        assertEquals(experiment.id(), read(TEXT.replace("two heads", "another name")).id());
        assertNotEquals(experiment.id(), experiment.withSeed(8).id());
        assertNotEquals(experiment.id(), read(TEXT.replace("30.5", "30.6")).id());
    }
}
