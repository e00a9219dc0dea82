package org.chiscope.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chiscope.format.FormatException;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.ModelConfig;
import org.chiscope.system.ModelFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same experiment at one checkpoint after another, stopped and gone on with. */
class DevelopmentRunTest {
    private static final int DRAWS = 40;

    @TempDir Path home;
    private final List<String> sampled = new ArrayList<>();

    /** A model folder with two checkpoints, whose weights are never read: regressions are. */
    @BeforeEach
    void makeModel() throws Exception {
        Path folder = Files.createDirectories(home.resolve("model"));
        new ModelConfig(
                        "Toy",
                        "Two features.",
                        "Apache-2.0",
                        new ModelConfig.Architecture.OfSuperposition(3),
                        new ModelConfig.NetworkFiles(
                                "model.safetensors",
                                null,
                                "data.safetensors",
                                "data.safetensors",
                                Map.of(),
                                null,
                                "patterns.json"))
                .write(folder);
        Path checkpoints = Files.createDirectories(folder.resolve("checkpoints"));
        Files.createFile(checkpoints.resolve("step-0000020.safetensors"));
        Files.createFile(checkpoints.resolve("step-0000100.safetensors"));
    }

    private DevelopmentRun run(Path results, int draws) throws Exception {
        return new DevelopmentRun(
                SmallRuns.mala(draws), home, model(), results, DevelopmentRunTest::opened, 2);
    }

    private ModelFolder model() throws Exception {
        return ModelFolder.read(home.resolve("model"));
    }

    /** The checkpoints differ in one weight. */
    private static EnergySystem opened(Path weights) {
        return SmallRuns.system(1, weights.toString().contains("020") ? 0.2 : 0);
    }

    private DevelopmentRun.Watch all() {
        return (at, number, of, run) -> {
            sampled.add(at.label() + " is " + number + " of " + of);
            return SmallRuns.finish(run);
        };
    }

    @Test
    void whatWasStoppedGoesOnToTheSameNumbers() throws Exception {
        Path whole = home.resolve("whole");
        var finished =
                assertInstanceOf(
                        DevelopmentRun.Outcome.Finished.class,
                        run(whole, DRAWS).run(model().checkpoints(), all()));
        assertTrue(finished.sound());
        assertEquals(List.of("20 is 1 of 2", "100 is 2 of 2"), sampled);
        String expected = Files.readString(whole.resolve("development.csv"));
        assertEquals(finished.development().table().csv(), expected);

        Path stopped = home.resolve("stopped");
        sampled.clear();
        assertInstanceOf(
                DevelopmentRun.Outcome.Stopped.class,
                run(stopped, DRAWS)
                        .run(
                                model().checkpoints(),
                                (at, number, of, run) ->
                                        number == 1 ? SmallRuns.finish(run) : run.snapshot()));
        assertFalse(Files.exists(stopped.resolve("development.csv")));
        run(stopped, DRAWS).run(model().checkpoints(), all());
        assertEquals(List.of("100 is 2 of 2"), sampled, "the first is not sampled again");
        assertEquals(expected, Files.readString(stopped.resolve("development.csv")));
    }

    @Test
    void resultsOfAnotherExperimentAreLeftAlone() throws Exception {
        Path results = home.resolve("results");
        run(results, DRAWS).run(model().checkpoints(), all());
        DevelopmentRun other = run(results, DRAWS + 1);
        List<ModelFolder.Checkpoint> checkpoints = model().checkpoints();
        String sentence =
                String.valueOf(
                        assertThrows(FormatException.class, () -> other.run(checkpoints, all()))
                                .getMessage());
        assertTrue(sentence.contains("holds a run of another experiment"), sentence);
        assertEquals(2, sampled.size());
    }
}
