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
        SmallRuns.finish(
                ExperimentRun.create(SmallRuns.mala(3000), SmallRuns.system(), plain, 2));
        Path paused = folder.resolve("paused");
        ExperimentRun run =
                ExperimentRun.create(SmallRuns.mala(3000), SmallRuns.system(), paused, 2);
        run.start();
        int pauses = 0;
        for (int i = 0; i < 5; i++) {
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
}
