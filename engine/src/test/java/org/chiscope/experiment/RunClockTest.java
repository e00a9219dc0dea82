package org.chiscope.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.response.ExampleBuffers;
import org.junit.jupiter.api.Test;

class RunClockTest {
    private static final long SECOND = 1_000_000_000L;

    /** Chains of 20 + 10 · 3 steps, that is 40 plain steps and 10 with a draw. */
    private static List<ChainTask> tasks() throws Exception {
        RunPlan plan = RunPlan.of(SmallRuns.experiment(10), SmallRuns.system());
        List<ChainTask> tasks = new ArrayList<>();
        for (int ensemble = 0; ensemble < 4; ensemble++) {
            for (int chain = 0; chain < 4; chain++) {
                tasks.add(ChainTask.start(plan, ensemble, chain, 1, ExampleBuffers.HEAP));
            }
        }
        return tasks;
    }

    @Test
    void nothingIsForetoldBeforeAStepWasTimed() throws Exception {
        assertTrue(Double.isNaN(new RunClock(4, 0).left(tasks(), 2)));
    }

    @Test
    void ensemblesAreTimedByThemselves() throws Exception {
        RunClock clock = new RunClock(4, 0);
        // A step of the full ensemble takes 2 s, one with a draw 5 s; of the others 1 s and 3 s.
        clock.add(0, 10, 20 * SECOND, 10, 50 * SECOND);
        for (int ensemble = 1; ensemble < 4; ensemble++) {
            clock.add(ensemble, 10, 10 * SECOND, 10, 30 * SECOND);
        }

        double full = 40 * 2 + 10 * 5;
        double restricted = 40 * 1 + 10 * 3;
        assertEquals((4 * full + 12 * restricted) / 2, clock.left(tasks(), 2), 1e-9);
    }

    @Test
    void anEnsembleNotYetTimedTakesAsLongAsTheOtherRestrictedOnes() throws Exception {
        RunClock clock = new RunClock(4, 0);
        clock.add(0, 10, 1000 * SECOND, 0, 0);
        clock.add(2, 10, 10 * SECOND, 10, 30 * SECOND);

        double full = 50 * 100;
        double restricted = 40 * 1 + 10 * 3;
        assertEquals(4 * full + 12 * restricted, clock.left(tasks(), 1), 1e-6);
    }

    @Test
    void aChainIsNeverSharedByWorkers() throws Exception {
        RunClock clock = new RunClock(4, 0);
        clock.add(0, 10, 10 * SECOND, 0, 0);

        assertEquals(50, clock.left(tasks().subList(0, 1), 8), 1e-9);
    }

    @Test
    void timeGoesOnOnlyWhileItRuns() throws Exception {
        RunClock clock = new RunClock(1, 100);
        Thread.sleep(20);
        assertEquals(100, clock.elapsed());
        clock.start();
        Thread.sleep(20);
        clock.stop();
        double stopped = clock.elapsed();
        assertTrue(stopped >= 100.02, stopped + " s");
        Thread.sleep(20);
        assertEquals(stopped, clock.elapsed());
    }
}
