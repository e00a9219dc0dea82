package org.chiscope.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.LinearRegressionSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BadRunTest {
    @TempDir Path folder;

    private Path results = Path.of("");

    @BeforeEach
    void nameResults() {
        results = folder.resolve("results");
    }

    private static Experiment with(Selection components, Selection patterns) {
        Experiment e = SmallRuns.experiment(20);
        return new Experiment(
                e.name(),
                e.model(),
                components,
                patterns,
                e.sampler(),
                e.chains(),
                e.schedule(),
                e.seed());
    }

    private String refusal(Experiment experiment, EnergySystem system) {
        ExperimentException refused =
                assertThrows(
                        ExperimentException.class,
                        () -> ExperimentRun.create(experiment, system, results, 1));
        assertFalse(Files.exists(results), "nothing may be left behind");
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.endsWith(".") && !message.contains("\n"), message);
        return message;
    }

    @Test
    void anUnknownComponentIsRefusedWithTheKnownOnes() {
        String message = refusal(with(Selection.of("l9h9"), Selection.all()), SmallRuns.system());

        assertTrue(message.contains("l9h9") && message.contains("a b/2"), message);
    }

    @Test
    void anUnknownPatternIsRefusedWithTheKnownOnes() {
        String message = refusal(with(Selection.all(), Selection.of("digit")), SmallRuns.system());

        assertEquals(
                "There is no pattern \"digit\"; the model has \"first, half\", \"last\","
                        + " \"middle\".",
                message);
    }

    @Test
    void aModelWithoutPatternsIsRefused() {
        double[][] inputs = {{1}, {2}};
        EnergySystem bare =
                new LinearRegressionSystem(
                        inputs, new double[] {1, 2}, new float[] {1}, List.of(), List.of());

        assertTrue(
                refusal(with(Selection.of("w0"), Selection.all()), bare)
                        .contains("at least one pattern"));
    }

    @Test
    void aCheckpointWhoseLossIsNoNumberIsRefused() {
        String message =
                refusal(with(Selection.all(), Selection.all()), SmallRuns.system(1, Double.NaN));

        assertTrue(message.contains("should be a number, but is NaN"), message);
    }

    @Test
    void resultsAreNeverOverwritten() throws IOException {
        Files.createDirectory(results);

        ResultsFolderException refused =
                assertThrows(
                        ResultsFolderException.class,
                        () ->
                                ExperimentRun.create(
                                        SmallRuns.experiment(20), SmallRuns.system(), results, 1));

        assertEquals(ResultsFolderException.exists(results).getMessage(), refused.getMessage());
    }

    @Test
    void aFolderThatCannotBeMadeIsRefused() throws IOException {
        Path file = folder.resolve("file");
        Files.writeString(file, "");

        ResultsFolderException refused =
                assertThrows(
                        ResultsFolderException.class,
                        () ->
                                ExperimentRun.create(
                                        SmallRuns.experiment(20),
                                        SmallRuns.system(),
                                        file.resolve("results"),
                                        1));

        assertTrue(String.valueOf(refused.getMessage()).contains("cannot be made"));
    }

    private String reopenRefusal(EnergySystem system) {
        ResultsFolderException refused =
                assertThrows(
                        ResultsFolderException.class,
                        () -> ExperimentRun.reopen(results, system, 1));
        return String.valueOf(refused.getMessage());
    }

    @Test
    void onlyAResultsFolderIsReopened() throws IOException {
        assertTrue(reopenRefusal(SmallRuns.system()).contains("There is no results folder"));
        Files.createDirectory(results);
        assertTrue(reopenRefusal(SmallRuns.system()).contains("holds no run"));
    }

    private void finished() throws Exception {
        SmallRuns.finish(
                ExperimentRun.create(SmallRuns.experiment(20), SmallRuns.system(), results, 2));
    }

    @Test
    void aChangedModelIsRefused() throws Exception {
        finished();

        assertTrue(
                reopenRefusal(SmallRuns.system(1, 0.5))
                        .contains("not the one that the results in"));
    }

    @Test
    void theSameWeightsOnOtherDataAreRefused() throws Exception {
        SmallRuns.finish(
                ExperimentRun.create(SmallRuns.experiment(20), SmallRuns.noise(0.3), results, 1));

        assertTrue(
                reopenRefusal(SmallRuns.noise(0.31)).contains("not the one that the results in"));
    }

    @Test
    void aChangedDescriptionIsRefused() throws Exception {
        finished();
        SmallRuns.experiment(20).withSeed(5).write(results.resolve("experiment.json"));

        assertTrue(reopenRefusal(SmallRuns.system()).contains("was changed since"));
    }

    @Test
    void aDamagedChainIsRefusedAndMadeAgainIfItIsDeleted() throws Exception {
        finished();
        String table = Files.readString(results.resolve("chi.csv"));
        Path chain = results.resolve("chains").resolve("b-2.safetensors");
        byte[] bytes = Files.readAllBytes(chain);
        Files.write(chain, Arrays.copyOf(bytes, bytes.length / 2));

        assertTrue(reopenRefusal(SmallRuns.system()).contains(chain.toString()));

        Files.delete(chain);
        ExperimentRun run = ExperimentRun.reopen(results, SmallRuns.system(), 1);
        assertEquals(RunState.READY, run.snapshot().state());
        assertEquals(RunState.FINISHED, SmallRuns.finish(run).state());
        assertEquals(table, Files.readString(results.resolve("chi.csv")));
    }

    @Test
    void chainsThatChangedPlacesAreRefused() throws Exception {
        finished();
        Path chains = results.resolve("chains");
        Files.delete(chains.resolve("b-2.safetensors"));
        Files.copy(chains.resolve("b-1.safetensors"), chains.resolve("b-2.safetensors"));

        assertTrue(reopenRefusal(SmallRuns.system()).contains("its chain should be \"2\", but is"));
    }

    @Test
    void aFolderInWhichDrawsAreMadeIsRefused() throws Exception {
        ExperimentRun run =
                ExperimentRun.create(
                        SmallRuns.experiment(400),
                        new SlowSystem(SmallRuns.system(), 5_000),
                        results,
                        1);
        run.start();
        while (run.snapshot().drawsMade() == 0) {
            Thread.sleep(10);
        }
        ExperimentRun second = ExperimentRun.reopen(results, SmallRuns.system(), 1);

        Snapshot refused = SmallRuns.finish(second);

        assertEquals(RunState.FAILED, refused.state());
        assertTrue(Objects.requireNonNull(refused.failure()).contains("Another window or program"));
        run.cancel();
        assertEquals(RunState.CANCELLED, run.awaitFinished().state());
    }

    @Test
    void aRunThatCannotSaveFailsWithTheSentenceAndGoesOnOnceItCan() throws Exception {
        Path plain = folder.resolve("plain");
        SmallRuns.finish(
                ExperimentRun.create(SmallRuns.experiment(40), SmallRuns.system(), plain, 2));
        ExperimentRun run =
                ExperimentRun.create(SmallRuns.experiment(40), SmallRuns.system(), results, 2);
        Path chains = results.resolve("chains");
        Files.delete(chains);

        Snapshot failed = SmallRuns.finish(run);

        assertEquals(RunState.FAILED, failed.state());
        String sentence = Objects.requireNonNull(failed.failure());
        assertTrue(sentence.contains("could not be written"), sentence);
        assertTrue(run.cause() instanceof IOException);
        assertTrue(Files.readString(results.resolve("run.log")).contains("\tat "));

        Files.createDirectory(chains);
        ExperimentRun again = ExperimentRun.reopen(results, SmallRuns.system(), 2);
        assertEquals(RunState.FINISHED, SmallRuns.finish(again).state());
        assertEquals(
                Files.readString(plain.resolve("chi.csv")),
                Files.readString(results.resolve("chi.csv")));
    }

    @Test
    @Tag("long") // mounts a small disk, which takes a Linux machine and the right to do so
    @EnabledOnOs(OS.LINUX)
    void aFullDiskFailsTheRunWithASentenceAndMoreSpaceMendsIt() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(mount("-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()));
        try {
            results = disk.resolve("results");
            Snapshot failed =
                    SmallRuns.finish(
                            ExperimentRun.create(
                                    SmallRuns.experiment(40), SmallRuns.system(), results, 2));
            assertEquals(RunState.FAILED, failed.state());
            String sentence = Objects.requireNonNull(failed.failure());
            assertTrue(sentence.contains("no space left"), sentence);

            assertTrue(mount("-o", "remount,size=16m", disk.toString()));
            ExperimentRun again = ExperimentRun.reopen(results, SmallRuns.system(), 2);
            assertEquals(RunState.FINISHED, SmallRuns.finish(again).state());
        } finally {
            new ProcessBuilder("umount", disk.toString()).start().waitFor();
        }
    }

    private static boolean mount(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "mount";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
