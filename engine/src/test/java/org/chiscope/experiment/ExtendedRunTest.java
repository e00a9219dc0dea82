package org.chiscope.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.chiscope.format.Tensor;
import org.chiscope.sampling.HmcSettings;
import org.chiscope.sampling.MalaSettings;
import org.chiscope.sampling.MinibatchSettings;
import org.chiscope.sampling.PosteriorSettings;
import org.chiscope.sampling.PreconditionedSgldSettings;
import org.chiscope.sampling.SamplerSettings;
import org.chiscope.sampling.SgnhtSettings;
import org.chiscope.system.EnergySystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A run to which draws were added, against one that was to make them from the start. */
@Timeout(60)
class ExtendedRunTest {
    @TempDir Path folder;

    private Path results = Path.of("");

    @BeforeEach
    void nameResults() {
        results = folder.resolve("results");
    }

    private Path finished(String name, Experiment experiment) throws Exception {
        Path place = folder.resolve(name);
        SmallRuns.finish(ExperimentRun.create(experiment, SmallRuns.system(), place, 2));
        return place;
    }

    private Snapshot extended(int draws) throws Exception {
        return extended(draws, SmallRuns.system());
    }

    private Snapshot extended(int draws, EnergySystem system) throws Exception {
        return SmallRuns.finish(ExperimentRun.extend(results, system, draws, 2, null));
    }

    static List<SamplerSettings> samplers() {
        PosteriorSettings posterior = new PosteriorSettings(30, 10);
        MinibatchSettings minibatch = new MinibatchSettings(16);
        return List.of(
                SmallRuns.experiment(1).sampler(),
                new PreconditionedSgldSettings(1e-3, posterior, minibatch, 0.9, 1),
                new SgnhtSettings(1e-2, posterior, minibatch, 2),
                new MalaSettings(5e-3, posterior),
                new HmcSettings(1e-2, posterior, 4, 0.8));
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void everyDrawAndItsEstimatesAreThoseOfARunThatMadeThemAllAtOnce(SamplerSettings sampler)
            throws Exception {
        finished("results", SmallRuns.experiment(64).withSampler(sampler));
        Snapshot last = extended(130);

        assertEquals(RunState.FINISHED, last.state());
        assertEquals(4 * 4 * 130, last.drawsMade());
        assertEquals(last.drawsTotal(), last.drawsMade());
        Path atOnce = finished("at once", SmallRuns.experiment(130).withSampler(sampler));
        // All but the super-blocks, which the added draws have of their own.
        String scalars = "(?!block_|open_).*";
        assertEquals(tensors(atOnce, scalars), tensors(results, scalars));
        String ofDraws = "(?!.*_se_data).*";
        assertEquals(cells(atOnce, ofDraws), cells(results, ofDraws));
        // The errors by data rest on the examples' moments: kept as float, relative accuracy 6e-8
        // of
        // sums that cancel by a factor of 100, with more to spare than that.
        Map<String, String> expected = cells(atOnce, ".*_se_data");
        cells(results, ".*_se_data")
                .forEach(
                        (cell, found) -> {
                            double error = Double.parseDouble(expected.get(cell));
                            assertEquals(error, Double.parseDouble(found), 1e-4 * error, cell);
                        });
    }

    /** Of every chain, those whose names match. */
    private static Map<String, Tensor> tensors(Path results, String names) throws IOException {
        Map<String, Tensor> tensors = new TreeMap<>();
        SmallRuns.chains(results)
                .forEach(
                        (file, chain) ->
                                chain.tensors()
                                        .forEach(
                                                (name, tensor) -> {
                                                    if (name.matches(names)) {
                                                        tensors.put(file + " " + name, tensor);
                                                    }
                                                }));
        return tensors;
    }

    /** The numbers of chi.csv by line and column, of those columns whose names match. */
    private static Map<String, String> cells(Path results, String columns) throws IOException {
        List<String> lines = Files.readAllLines(results.resolve("chi.csv"));
        String[] header = lines.getFirst().split(",");
        Map<String, String> cells = new TreeMap<>();
        for (int line = 1; line < lines.size(); line++) {
            // The one name with a comma stands in quotes.
            String[] values = lines.get(line).replace("\"first, half\"", "first half").split(",");
            for (int i = 0; i < header.length; i++) {
                if (header[i].matches(columns)) {
                    cells.put(line + " " + header[i], values[i]);
                }
            }
        }
        return cells;
    }

    @Test
    void itsFilesAreThoseOfANewRunOfTheSameDescription() throws Exception {
        finished("results", SmallRuns.experiment(64));
        extended(130);

        Experiment description = SmallRuns.experiment(64).extendedTo(130);
        assertSameFiles(finished("new", description));
        assertEquals(description, Experiment.read(results.resolve("experiment.json")));
        assertEquals(
                RunState.FINISHED,
                ExperimentRun.reopen(results, SmallRuns.system(), 1).snapshot().state());
    }

    private void assertSameFiles(Path expected) throws IOException {
        for (String file : List.of("experiment.json", "chi.csv")) {
            assertEquals(
                    Files.readString(expected.resolve(file)),
                    Files.readString(results.resolve(file)));
        }
        assertEquals(SmallRuns.chains(expected), SmallRuns.chains(results));
        assertEquals(json(expected, "summary.json"), json(results, "summary.json"));
        assertEquals(json(expected, "run.json"), json(results, "run.json"));
    }

    /** Without what differs from run to run. */
    private static ObjectNode json(Path results, String file) throws IOException {
        ObjectNode tree =
                (ObjectNode) JsonMapper.shared().readTree(Files.readString(results.resolve(file)));
        tree.remove(List.of("runId", "created", "secondsElapsed"));
        return tree;
    }

    @Test
    void drawsCanBeAddedAgainAndAgain() throws Exception {
        finished("results", SmallRuns.experiment(20));
        extended(33);
        extended(34);
        extended(80);

        assertSameFiles(
                finished(
                        "new",
                        SmallRuns.experiment(20).extendedTo(33).extendedTo(34).extendedTo(80)));
    }

    @Test
    void aStoppedRunIsExtendedFromTheDrawsThatItWasToMake() throws Exception {
        Gate gate = new Gate(101);
        ExperimentRun run =
                ExperimentRun.create(
                        SmallRuns.experiment(64),
                        SlowSystem.held(SmallRuns.system(), gate),
                        results,
                        2);
        run.start();
        gate.awaitReached();
        run.cancel();
        gate.open();
        assertEquals(RunState.CANCELLED, run.awaitFinished().state());

        extended(130);

        assertSameFiles(finished("new", SmallRuns.experiment(64).extendedTo(130)));
    }

    @Test
    void killedOnceTheDescriptionIsWrittenItOpensAsTheExtendedRun() throws Exception {
        finished("results", SmallRuns.experiment(40));
        SmallRuns.experiment(40).extendedTo(80).write(results.resolve("experiment.json"));

        ExperimentRun run = ExperimentRun.reopen(results, SmallRuns.system(), 2);

        assertEquals(RunState.READY, run.snapshot().state());
        assertEquals(16 * 40, run.snapshot().drawsMade());
        assertEquals(16 * 80, run.snapshot().drawsTotal());
        SmallRuns.finish(run);
        assertSameFiles(finished("new", SmallRuns.experiment(40).extendedTo(80)));
    }

    @Test
    void whatGoesOnAfterSuchAKillTellsSoBeforeItsFirstDraw() throws Exception {
        finished("results", SmallRuns.experiment(40));
        Experiment description = SmallRuns.experiment(40).extendedTo(80);
        description.write(results.resolve("experiment.json"));
        Gate gate = new Gate(1);
        ExperimentRun run =
                ExperimentRun.reopen(results, SlowSystem.held(SmallRuns.system(), gate), 1);

        run.start();
        gate.awaitReached();

        assertEquals(description.id(), json(results, "run.json").get("experimentId").stringValue());
        run.cancel();
        gate.open();
        run.awaitFinished();
    }

    @Test
    void killedOnceTheDescriptionIsWrittenItCanBeExtendedFurther() throws Exception {
        finished("results", SmallRuns.experiment(40));
        SmallRuns.experiment(40).extendedTo(60).write(results.resolve("experiment.json"));

        extended(80);

        assertSameFiles(finished("new", SmallRuns.experiment(40).extendedTo(60).extendedTo(80)));
    }

    @Test
    void killedBeforeItsFirstNewDrawItGoesOnAndKeepsTheOldResultsUntilThen() throws Exception {
        finished("results", SmallRuns.experiment(40));
        String table = Files.readString(results.resolve("chi.csv"));
        ExperimentRun.extend(results, SmallRuns.system(), 80, 2, null);

        ExperimentRun run = ExperimentRun.reopen(results, SmallRuns.system(), 1);

        assertEquals(RunState.READY, run.snapshot().state());
        assertEquals(table, Files.readString(results.resolve("chi.csv")));
        SmallRuns.finish(run);
        assertNotEquals(table, Files.readString(results.resolve("chi.csv")));
    }

    @Test
    void killedWhileItDrawsItHasChainsFromBeforeAndAfterAndGoesOnWithBoth() throws Exception {
        finished("results", SmallRuns.experiment(40));
        Path chains = results.resolve("chains");
        Map<String, byte[]> before = new TreeMap<>();
        for (String name : List.of("full-0.safetensors", "b-2.safetensors")) {
            before.put(name, Files.readAllBytes(chains.resolve(name)));
        }
        extended(80);
        for (Map.Entry<String, byte[]> file : before.entrySet()) {
            Files.write(chains.resolve(file.getKey()), file.getValue());
        }

        ExperimentRun run = ExperimentRun.reopen(results, SmallRuns.system(), 2);

        assertEquals(RunState.READY, run.snapshot().state());
        assertEquals(14 * 80 + 2 * 40, run.snapshot().drawsMade());
        SmallRuns.finish(run);
        assertSameFiles(finished("new", SmallRuns.experiment(40).extendedTo(80)));
    }

    @Test
    void failedChainsStayFailed() throws Exception {
        // Component "a b/2" is 10^4 times steeper: its step of 1e-3 is far beyond stability.
        EnergySystem steep = SmallRuns.system(100, 0);
        Snapshot before =
                SmallRuns.finish(ExperimentRun.create(SmallRuns.experiment(40), steep, results, 2));

        Snapshot after = extended(80, steep);

        assertEquals(8, before.failures().size());
        assertEquals(before.failures(), after.failures());
        assertEquals(RunState.FINISHED, after.state());
        Path fresh = folder.resolve("new");
        SmallRuns.finish(
                ExperimentRun.create(SmallRuns.experiment(40).extendedTo(80), steep, fresh, 2));
        assertEquals(
                Files.readString(fresh.resolve("chi.csv")),
                Files.readString(results.resolve("chi.csv")));
        assertEquals(json(fresh, "summary.json"), json(results, "summary.json"));
        assertEquals(tensors(fresh, ".*"), tensors(results, ".*"));
    }

    @Test
    void aRunWhoseChainsAllFailedHasNothingToMakeAndIsFinishedAtOnce() throws Exception {
        EnergySystem steep = SmallRuns.system();
        Experiment leaps =
                SmallRuns.experiment(40)
                        .withSampler(SmallRuns.experiment(40).sampler().withStepSize(0.5));
        SmallRuns.finish(ExperimentRun.create(leaps, steep, results, 2));

        Snapshot after = extended(80, steep);

        assertEquals(RunState.FINISHED, after.state());
        assertEquals(16, after.failures().size());
        assertEquals(80, json(results, "summary.json").get("drawsPerChain").intValue());
        assertTrue(json(results, "run.json").get("finished").booleanValue());
    }
}
