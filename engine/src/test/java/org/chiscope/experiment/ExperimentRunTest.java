package org.chiscope.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.chiscope.response.SusceptibilityRow;
import org.chiscope.system.EnergySystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExperimentRunTest {
    @TempDir Path folder;

    @Test
    void aRunWritesItsResultsAndIsFinished() throws Exception {
        Path results = folder.resolve("results");
        ExperimentRun run =
                ExperimentRun.create(
                        SmallRuns.experiment(200), SmallRuns.system(), results, 2, null);
        assertEquals(RunState.READY, run.snapshot().state());

        Snapshot last = SmallRuns.finish(run);

        assertEquals(RunState.FINISHED, last.state());
        assertNull(last.failure());
        assertEquals(4 * 4 * 200, last.drawsMade());
        assertEquals(last.drawsTotal(), last.drawsMade());
        assertEquals(last.stepsTotal(), last.stepsMade());
        assertEquals(0, last.secondsLeft());
        for (int row = 0; row < 3; row++) {
            assertEquals(3, Objects.requireNonNull(last.matrix().row(row)).cells().size());
        }
        List<String> lines = Files.readAllLines(results.resolve("chi.csv"));
        assertEquals(1 + 3 * 3, lines.size());
        assertEquals(SusceptibilityTable.HEADER, lines.get(0));
        assertTrue(Files.exists(results.resolve("summary.json")));
        assertTrue(Files.exists(results.resolve("run.log")));
        assertFalse(Files.exists(results.resolve("chi.png")));
        assertEquals(16, SmallRuns.chains(results).size());
    }

    @Test
    void oneWorkerAndTwoGiveTheSameBits() throws Exception {
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        SmallRuns.finish(
                ExperimentRun.create(SmallRuns.experiment(150), SmallRuns.system(), one, 1));
        SmallRuns.finish(
                ExperimentRun.create(SmallRuns.experiment(150), SmallRuns.system(), two, 2));

        assertEquals(
                Files.readString(one.resolve("chi.csv")), Files.readString(two.resolve("chi.csv")));
        assertEquals(SmallRuns.chains(one), SmallRuns.chains(two));
    }

    @Test
    void pausesLeaveNoTrace() throws Exception {
        Path plain = folder.resolve("plain");
        SmallRuns.finish(ExperimentRun.create(SmallRuns.mala(1200), SmallRuns.system(), plain, 2));
        Path paused = folder.resolve("paused");
        ExperimentRun run =
                ExperimentRun.create(SmallRuns.mala(1200), SmallRuns.system(), paused, 2);
        run.start();
        int pauses = 0;
        for (int i = 0; i < 3; i++) {
            Thread.sleep(20);
            run.pause();
            assertTrue(run.awaitIdle(Duration.ofSeconds(20)));
            if (run.snapshot().state() == RunState.PAUSED) {
                pauses++;
            }
            run.resume();
        }
        run.awaitFinished();

        assertTrue(pauses > 0, "the run was too short to be paused");
        assertEquals(
                Files.readString(plain.resolve("chi.csv")),
                Files.readString(paused.resolve("chi.csv")));
        assertEquals(SmallRuns.chains(plain), SmallRuns.chains(paused));
    }

    @Test
    void aCancelledRunKeepsItsDrawsAndGoesOnWhenReopened() throws Exception {
        Path plain = folder.resolve("plain");
        SmallRuns.finish(
                ExperimentRun.create(SmallRuns.experiment(80), SmallRuns.system(), plain, 2));
        Path results = folder.resolve("results");
        ExperimentRun run =
                ExperimentRun.create(
                        SmallRuns.experiment(80),
                        new SlowSystem(SmallRuns.system(), 5_000),
                        results,
                        2);
        run.start();
        awaitDraws(run, 100);
        run.cancel();
        Snapshot stopped = run.awaitFinished();

        assertEquals(RunState.CANCELLED, stopped.state());
        assertTrue(stopped.drawsMade() >= 100 && stopped.drawsMade() < stopped.drawsTotal());
        assertTrue(Files.exists(results.resolve("chi.csv")));
        assertTrue(
                Files.readString(results.resolve("summary.json"))
                        .contains("\"state\" : \"cancelled\""));

        ExperimentRun again = ExperimentRun.reopen(results, SmallRuns.system(), 2);
        assertEquals(RunState.READY, again.snapshot().state());
        assertEquals(stopped.runId(), again.snapshot().runId());
        assertEquals(stopped.drawsMade(), again.snapshot().drawsMade());
        assertEquals(RunState.FINISHED, SmallRuns.finish(again).state());
        assertEquals(
                Files.readString(plain.resolve("chi.csv")),
                Files.readString(results.resolve("chi.csv")));
    }

    @Test
    void aFinishedRunReopensWithItsNumbersAndDoesNotStartAgain() throws Exception {
        Path results = folder.resolve("results");
        Snapshot last =
                SmallRuns.finish(
                        ExperimentRun.create(
                                SmallRuns.experiment(60), SmallRuns.system(), results, 2));

        ExperimentRun again = ExperimentRun.reopen(results, SmallRuns.system(), 1);
        again.start();

        Snapshot seen = again.awaitFinished();
        assertEquals(RunState.FINISHED, seen.state());
        assertEquals(SusceptibilityTable.text(last), SusceptibilityTable.text(seen));
        assertEquals(last.secondsElapsed(), seen.secondsElapsed());
        assertEquals(60, seen.rowDraws(1).get(3).draws());
    }

    @Test
    void snapshotsTellHowFarTheRunIs() throws Exception {
        ExperimentRun run =
                ExperimentRun.create(
                        SmallRuns.experiment(400),
                        new SlowSystem(SmallRuns.system(), 5_000),
                        folder.resolve("results"),
                        2);
        run.start();
        awaitDraws(run, 200);
        Snapshot snapshot = run.snapshot();
        while (Double.isNaN(snapshot.stepsPerSecond())) {
            Thread.sleep(50);
            snapshot = run.snapshot();
        }

        assertEquals(RunState.RUNNING, snapshot.state());
        assertTrue(snapshot.secondsElapsed() > 0);
        // 6,400 draws of at least 5 ms over two workers, less those that are made.
        double least = (snapshot.drawsTotal() - snapshot.drawsMade()) * 0.005 / 2;
        assertTrue(snapshot.secondsLeft() > 0.8 * least, snapshot.secondsLeft() + " s left");
        assertTrue(snapshot.stepsPerSecond() > 0);
        assertTrue(snapshot.ensembles().stream().anyMatch(EnsembleProgress::running));
        assertTrue(snapshot.stepsMade() < snapshot.stepsTotal());
        run.cancel();
        run.awaitFinished();
    }

    @Test
    void rowsFillEvenly() throws Exception {
        ExperimentRun run =
                ExperimentRun.create(
                        SmallRuns.experiment(400),
                        new SlowSystem(SmallRuns.system(), 1_000),
                        folder.resolve("results"),
                        2);
        run.start();
        awaitDraws(run, 800);
        run.pause();
        assertTrue(run.awaitIdle(Duration.ofSeconds(30)));
        Snapshot snapshot = run.snapshot();
        run.cancel();
        run.awaitFinished();

        long most = 0;
        long least = Long.MAX_VALUE;
        for (EnsembleProgress ensemble : snapshot.ensembles()) {
            for (ChainProgress chain : ensemble.chains()) {
                most = Math.max(most, chain.draws());
                least = Math.min(least, chain.draws());
            }
        }
        // A slice is a fortieth of a chain: 10 draws. Two workers are at most 2 slices apart.
        assertTrue(most - least <= 20, "from " + least + " to " + most + " draws");
    }

    @Test
    void onlyDaemonThreadsOfTheRunAdvanceChains() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        ExperimentRun run =
                ExperimentRun.create(
                        SmallRuns.experiment(40),
                        new SlowSystem(SmallRuns.system(), 0, threads::add),
                        folder.resolve("results"),
                        2);
        threads.clear();
        SmallRuns.finish(run);

        assertFalse(threads.isEmpty());
        for (Thread thread : threads) {
            assertTrue(thread.isDaemon() && thread.getName().contains("worker"), thread.getName());
        }
    }

    @Test
    void aChainThatDivergesIsRecordedAndTheOthersGoOn() throws Exception {
        // Component "a b/2" is 10^4 times steeper: its step of 1e-3 is far beyond stability.
        Path results = folder.resolve("results");
        Snapshot last =
                SmallRuns.finish(
                        ExperimentRun.create(
                                SmallRuns.experiment(40), SmallRuns.system(100, 0), results, 2));

        assertEquals(RunState.FINISHED, last.state());
        // The component's four chains, and those of the full ensemble, which it is part of.
        assertEquals(8, last.failures().size());
        assertEquals("full", last.failures().get(0).ensemble());
        assertEquals("a b/2", last.failures().get(4).ensemble());
        assertEquals(0, last.failures().get(4).chain());
        assertTrue(last.failures().get(4).sentence().endsWith("."));
        assertNull(last.matrix().row(2));
        SusceptibilityRow sound = Objects.requireNonNull(last.matrix().row(0));
        assertEquals(160, sound.draws());
        assertTrue(Double.isNaN(sound.cells().get(0).shift().value()));
        assertTrue(Double.isFinite(sound.cells().get(0).fluctuation().monteCarloError()));
        assertTrue(Files.readString(results.resolve("run.log")).contains("failed at draw"));
        assertTrue(
                Files.readString(results.resolve("chi.csv"))
                        .contains("a b/2,last,,,,,,,,,,0,,8,8\n"));

        // What failed stays failed when the folder is opened again.
        assertEquals(
                last.failures(),
                ExperimentRun.reopen(results, SmallRuns.system(100, 0), 1).snapshot().failures());
    }

    @Test
    void responsesToSingleExamplesAverageToThePatternsCell() throws Exception {
        EnergySystem system = SmallRuns.system();
        ExperimentRun run =
                ExperimentRun.create(SmallRuns.mala(100), system, folder.resolve("r"), 2);
        Snapshot last = SmallRuns.finish(run);

        double[] response = run.examples(1).get().fluctuation();

        int[] examples = system.patterns().get(1).examples();
        double mean = 0;
        for (int example : examples) {
            mean += response[example] / examples.length;
        }
        double cell =
                Objects.requireNonNull(last.matrix().row(1)).cells().get(1).fluctuation().value();
        // Examples are kept as float: relative accuracy 6e-8 of sums that cancel by a factor 100.
        assertEquals(cell, mean, 1e-4 * Math.abs(cell) + 1e-9);
    }

    @Test
    void theFigureIsDrawnFromTheLastSnapshot() throws Exception {
        Path results = folder.resolve("results");
        FigureWriter writer =
                (snapshot, file) -> Files.writeString(file, snapshot.state() + " figure");
        SmallRuns.finish(
                ExperimentRun.create(
                        SmallRuns.experiment(20), SmallRuns.system(), results, 1, writer));

        assertEquals("FINISHED figure", Files.readString(results.resolve("chi.png")));
    }

    /** Not only exceptions: an error must not leave a run that never ends. */
    @Test
    void anErrorWhileResultsAreWrittenFailsTheRun() throws Exception {
        FigureWriter writer =
                (snapshot, file) -> {
                    throw new NoClassDefFoundError("figure");
                };

        Snapshot last =
                SmallRuns.finish(
                        ExperimentRun.create(
                                SmallRuns.experiment(20),
                                SmallRuns.system(),
                                folder.resolve("results"),
                                2,
                                writer));

        assertEquals(RunState.FAILED, last.state());
        assertTrue(Objects.requireNonNull(last.failure()).contains("NoClassDefFoundError"));
    }

    @Test
    void aFigureThatCannotBeDrawnCostsOnlyTheFigure() throws Exception {
        Path results = folder.resolve("results");
        FigureWriter writer =
                (_, _) -> {
                    throw new IllegalStateException("no display");
                };
        ExperimentRun run =
                ExperimentRun.create(
                        SmallRuns.experiment(20), SmallRuns.system(), results, 1, writer);

        assertEquals(RunState.FINISHED, SmallRuns.finish(run).state());
        assertTrue(Objects.requireNonNull(run.figureFailure()).contains("no display"));
        assertTrue(Files.exists(results.resolve("chi.csv")));
    }

    private static void awaitDraws(ExperimentRun run, long draws) throws InterruptedException {
        while (run.snapshot().drawsMade() < draws) {
            assertFalse(run.snapshot().state().ended());
            Thread.sleep(10);
        }
    }
}
