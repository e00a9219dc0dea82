package org.chiscope.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.chiscope.system.ModelFolder;
import org.chiscope.training.TrainingPlan;
import org.chiscope.training.TrainingRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code chiscope train} on a page of text. */
@Timeout(60)
class TrainCommandTest {
    @TempDir Path folder;
    private Path plan = Path.of("");

    @BeforeEach
    void writePlan() throws Exception {
        plan = folder.resolve("training.json");
        Files.writeString(
                folder.resolve("text.txt"),
                "the cat sat on the mat and the rat sat on the cat\n".repeat(60));
        Files.writeString(
                folder.resolve("patterns.json"),
                """
                {"patterns": [{"name": "prose", "family": "source", "description": "All of it.",
                  "rule": {"type": "source", "source": "prose"}}]}
                """);
        Files.writeString(
                plan,
                """
                {"title": "Cat", "description": "A cat.", "licence": "Apache-2.0",
                 "data": {"type": "texts",
                   "texts": [{"source": "prose", "file": "text.txt", "licence": "Apache-2.0"}],
                   "repeatedPassages": {"source": "repeated passages", "fraction": 0.2,
                     "shortestPeriod": 2, "longestPeriod": 4},
                   "emphasis": {"source": "repeated passages", "steps": 2, "fraction": 0.5},
                   "evaluationContexts": 4},
                 "model": {"family": "transformer", "vocabularySize": 270, "contextLength": 16,
                   "width": 8, "layers": 1, "heads": 2, "mlpWidth": 0, "norm": "layer_norm",
                   "normEpsilon": 1e-5, "learnedPositions": true, "rotaryBase": 0,
                   "tiedEmbeddings": false, "attentionBiases": false},
                 "start": {"type": "random", "deviation": 0.1},
                 "optimizer": {"steps": 6, "batchSize": 5, "peakLearningRate": 1e-3, "warmupSteps": 1,
                   "decaySteps": 2, "beta1": 0.9, "beta2": 0.98, "epsilon": 1e-8, "weightDecay": 0.01,
                   "clipNorm": 1},
                 "checkpoints": {"every": 3}, "logEvery": 2, "patterns": "patterns.json", "seed": 5}
                """);
    }

    @Test
    void aPlanBecomesAModelFolderThatOpensWhateverTheWorkers() throws Exception {
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");

        Spoken spoken = train(one, "1");
        train(two, "2");

        assertEquals("", spoken.err());
        assertEquals(ExitCodes.OK, spoken.code());
        assertTrue(spoken.out().endsWith("The model is in " + one + ".\n"), spoken.out());
        ModelFolder model = ModelFolder.read(one);
        assertEquals("Cat", model.config().title());
        assertEquals("prose", model.open().system().patterns().getFirst().name());
        assertArrayEquals(weights(one), weights(two));
        List<String> log = Files.readAllLines(one.resolve("training-log.csv"));
        assertEquals(
                List.of("step", "2", "4", "6"),
                log.stream().map(l -> l.split(",", -1)[0]).toList());
        assertTrue(Files.exists(one.resolve("checkpoints").resolve("step-0000003.safetensors")));
    }

    /** The state of step 3 put back after the end, as if nothing later had been saved. */
    @Test
    void aKilledTrainingGoesOnFromItsLastState() throws Exception {
        Path undisturbed = folder.resolve("undisturbed");
        train(undisturbed, "1");
        Path killed = folder.resolve("killed");
        TrainingRun run = TrainingRun.prepare(TrainingPlan.read(plan), killed);
        run.writeModelFolder();
        AtomicInteger steps = new AtomicInteger();
        assertFalse(run.train(1, () -> steps.getAndIncrement() == 3, told -> {}));
        Path state = killed.resolve("training-state.safetensors");
        Path saved = folder.resolve("saved.safetensors");
        Files.copy(state, saved);
        train(killed, "1");
        Files.copy(saved, state, StandardCopyOption.REPLACE_EXISTING);

        train(killed, "2");

        assertArrayEquals(weights(undisturbed), weights(killed));
        assertEquals(
                List.of("step", "2", "4", "6"),
                Files.readAllLines(killed.resolve("training-log.csv")).stream()
                        .map(l -> l.split(",", -1)[0])
                        .toList());
    }

    @Test
    void aFolderOfAnotherPlanIsNotTrainedOn() throws Exception {
        Path out = folder.resolve("out");
        train(out, "1");
        Files.writeString(
                plan, Files.readString(plan).replace("\"batchSize\": 5", "\"batchSize\": 4"));

        train(out, "1")
                .refuses(
                        ExitCodes.INPUT,
                        "training-state.safetensors belongs to a training by another plan");
    }

    @Test
    void variantsAreTrainedSideBySideOnTheSameDataAndBecomeCheckpoints() throws Exception {
        Files.writeString(
                plan,
                Files.readString(plan)
                        .replace(
                                "\"seed\": 5}",
                                "\"seed\": 5, \"variants\": [{\"name\": \"other\", \"seed\": 6,"
                                        + " \"checkpoints\": {\"at\": [0, 4], \"half\": true}}]}"));
        Path out = folder.resolve("out");

        assertEquals(ExitCodes.OK, train(out, "2").code());

        for (String name : List.of("other", "other-step-0000000", "other-step-0000004")) {
            assertTrue(
                    Files.exists(out.resolve("checkpoints").resolve(name + ".safetensors")), name);
        }
        Path oneByOne = folder.resolve("one by one");
        assertEquals(ExitCodes.OK, train(oneByOne, "1").code());
        for (String file : List.of("model.safetensors", "checkpoints/other.safetensors")) {
            assertArrayEquals(
                    Files.readAllBytes(out.resolve(file)),
                    Files.readAllBytes(oneByOne.resolve(file)),
                    file);
        }
        assertTrue(
                Files.size(out.resolve("checkpoints/other.safetensors"))
                        < 0.6 * Files.size(out.resolve("model.safetensors")));
        assertEquals(4, Files.readAllLines(out.resolve("training-log-other.csv")).size());
        assertEquals(4, Files.readAllLines(out.resolve("training-log.csv")).size());
    }

    /** Scores come from the same sequences as those in the log, if the seeds are equal. */
    @Test
    void anExperimentAtEachCheckpointTellsHowStructureDevelops() throws Exception {
        Path model = folder.resolve("model");
        train(model, "1");
        Path experiment = model.resolve("experiment.json");
        String described =
                """
                {"name": "Development", "model": ".", "components": ["embed", "l0h1"],
                 "patterns": "all",
                 "sampler": {"type": "sgld", "stepSize": 1e-3, "nBeta": 10, "localization": 100,
                   "batchSize": 2},
                 "chains": 4, "burnIn": 2, "draws": 4, "stepsBetweenDraws": 1, "seed": 5}
                """;
        Files.writeString(experiment, described);
        String[] command = {
            "development", experiment.toString(), "--out", folder.resolve("out").toString()
        };

        Spoken spoken = Spoken.ofModels(command);

        assertEquals("", spoken.err());
        assertEquals(ExitCodes.OK, spoken.code());
        List<String> table = Files.readAllLines(folder.resolve("out").resolve("development.csv"));
        assertEquals(
                List.of(
                        "checkpoint,component,pattern",
                        "3,full,",
                        "3,embed,prose",
                        "3,l0h1,prose",
                        "6,full,",
                        "6,embed,prose",
                        "6,l0h1,prose"),
                table.stream()
                        .map(l -> String.join(",", Arrays.asList(l.split(",", -1)).subList(0, 3)))
                        .toList());
        String[] head = table.getLast().split(",", -1);
        String[] logged =
                Files.readAllLines(model.resolve("training-log.csv")).getLast().split(",", -1);
        assertEquals(
                Double.parseDouble(logged[6].split(" ")[1]), Double.parseDouble(head[8]), 6e-4);
        assertEquals(
                Double.parseDouble(logged[7].split(" ")[1]), Double.parseDouble(head[9]), 6e-4);
        assertTrue(table.get(5).endsWith(",,"), table.get(5));
        assertTrue(spoken.out().contains("Step 6"), spoken.out());
        Spoken again = Spoken.ofModels(command);
        assertEquals(ExitCodes.OK, again.code());
        assertFalse(again.out().contains("Step 6"), again.out());
        assertEquals(table, Files.readAllLines(folder.resolve("out").resolve("development.csv")));
        Spoken verse =
                Spoken.ofModels(
                        "development", command[1], "--out", command[3], "--pattern", "verse");
        assertEquals(ExitCodes.USAGE, verse.code());
        assertTrue(verse.err().contains("no pattern \"verse\"; it has prose"), verse.err());
        Spoken row =
                Spoken.ofModels("development", command[1], "--out", command[3], "--rows", "l1h0");
        assertEquals(ExitCodes.USAGE, row.code());
        assertTrue(row.err().contains("no row \"l1h0\"; it has embed, l0h1"), row.err());
        Files.writeString(experiment, described.replace("\"draws\": 4", "\"draws\": 5"));
        Spoken.ofModels(command).refuses(ExitCodes.INPUT, "holds a run of another experiment");
        Files.writeString(experiment, described);
        theVariantsAreSampledInTheOrderOfTheirNumbers(model, experiment);
        Files.delete(model.resolve("checkpoints").resolve("step-0000003.safetensors"));
        Files.delete(model.resolve("checkpoints").resolve("step-0000006.safetensors"));
        Spoken.ofModels(command).refuses(ExitCodes.INPUT, "There are no checkpoints");
    }

    private void theVariantsAreSampledInTheOrderOfTheirNumbers(Path model, Path experiment)
            throws Exception {
        Path out = folder.resolve("variants");
        String[] command = {
            "development", experiment.toString(), "--variants", "--out", out.toString()
        };
        Path checkpoints = model.resolve("checkpoints");
        Spoken.ofModels(command).refuses(ExitCodes.INPUT, "There are no variants");
        for (String name : List.of("seed-10", "other", "seed-2")) {
            Files.copy(
                    checkpoints.resolve("step-0000003.safetensors"),
                    checkpoints.resolve(name + ".safetensors"));
        }

        Spoken spoken = Spoken.ofModels(command);

        assertEquals(ExitCodes.OK, spoken.code(), spoken.err());
        List<String> table = Files.readAllLines(out.resolve("development.csv"));
        assertEquals(
                List.of("checkpoint", "trained", "other", "seed-2", "seed-10"),
                table.stream().map(l -> l.split(",", -1)[0]).distinct().toList());
        assertEquals(
                table.get(4).substring("other".length()),
                table.get(7).substring("seed-2".length()));
        assertFalse(Files.exists(out.resolve("development.png")));
        for (String name : List.of("seed-10", "other", "seed-2")) {
            Files.delete(checkpoints.resolve(name + ".safetensors"));
        }
    }

    @Test
    void aBadPlanIsOneSentence() throws Exception {
        Files.writeString(
                plan, Files.readString(plan).replace("\"batchSize\": 5", "\"batchSize\": 0"));
        train(folder.resolve("out"), "1").refuses(ExitCodes.INPUT, "batchSize must be at least 1");
        Spoken.ofModels("train", folder.resolve("none.json").toString(), "--out", "x")
                .refuses(ExitCodes.INPUT, "no file");
        writePlan();
        Files.writeString(
                plan,
                Files.readString(plan)
                        .replace("\"vocabularySize\": 270", "\"vocabularySize\": 900"));
        train(folder.resolve("out"), "1").refuses(ExitCodes.INPUT, "but 900 were asked for");
        assertEquals(ExitCodes.USAGE, train(folder.resolve("out"), "0").code());
    }

    @Test
    void aDivergedTrainingSaysWhatToLower() throws Exception {
        Files.writeString(
                plan,
                Files.readString(plan)
                        .replace("\"peakLearningRate\": 1e-3", "\"peakLearningRate\": 1e30"));
        Spoken spoken = train(folder.resolve("out"), "1");
        assertEquals(ExitCodes.INPUT, spoken.code());
        assertTrue(spoken.err().contains("lower peakLearningRate"), spoken.err());
        assertEquals(1, spoken.err().strip().lines().count(), spoken.err());
    }

    private Spoken train(Path out, String workers) {
        return Spoken.ofModels(
                "train", plan.toString(), "--out", out.toString(), "--workers", workers);
    }

    private static float[] weights(Path folder) throws Exception {
        return ModelFolder.read(folder).open().system().checkpoint();
    }
}
