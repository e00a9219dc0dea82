package org.chiscope.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.chiscope.response.ExampleBuffers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ChainQueueTest {
    private final List<ChainTask> tasks = new ArrayList<>();
    private final ChainQueue queue;
    private final RunPlan plan;

    ChainQueueTest() throws Exception {
        plan = RunPlan.of(SmallRuns.experiment(2), SmallRuns.system());
        // In the wrong order, which the queue has to mend.
        for (int ensemble = 2; ensemble >= 0; ensemble--) {
            for (int chain = 1; chain >= 0; chain--) {
                tasks.add(ChainTask.start(plan, ensemble, chain, 1, ExampleBuffers.HEAP));
            }
        }
        queue = new ChainQueue(RunState.READY, tasks);
    }

    private ChainTask take() throws InterruptedException {
        return Objects.requireNonNull(queue.take());
    }

    private CompletableFuture<@Nullable ChainTask> takeElsewhere() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return queue.take();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    private static void assertWaits(CompletableFuture<?> future) {
        assertThrows(TimeoutException.class, () -> future.get(50, TimeUnit.MILLISECONDS));
    }

    /** Makes the one draw of a slice. */
    private void advance(ChainTask task) {
        int batch = plan.experiment().sampler().minibatch().size();
        task.advance(
                SmallRuns.system().view(task.plan().ensemble().moving(), batch),
                () -> false,
                new RunClock(3, 0));
    }

    @Test
    void chainsComeInTheOrderSliceChainEnsemble() throws Exception {
        queue.start();
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ChainTask task = take();
            order.add(task.due() + "." + task.chain() + "." + task.ensemble());
            advance(task);
            queue.giveBack(task);
        }

        assertEquals(
                List.of("0.0.0", "0.0.1", "0.0.2", "0.1.0", "0.1.1", "0.1.2", "1.0.0", "1.0.1"),
                order);
    }

    @Test
    void chainsBeyondTheFirstFourBeginWhenThoseHaveFiveDraws() throws Exception {
        for (int sliceDraws : new int[] {1, 2, 7}) {
            ChainTask fourth = ChainTask.start(plan, 1, 3, sliceDraws, ExampleBuffers.HEAP);
            ChainTask fifth = ChainTask.start(plan, 1, 4, sliceDraws, ExampleBuffers.HEAP);
            assertEquals(0, fourth.due());
            assertEquals(Math.ceilDiv(5, sliceDraws), fifth.due());
        }
        ChainTask first = tasks.getLast();
        advance(first);
        assertEquals(1, first.due());
    }

    @Test
    void aHeldChainIsNobodyElses() throws Exception {
        queue.start();
        for (int i = 0; i < tasks.size(); i++) {
            take();
        }
        CompletableFuture<@Nullable ChainTask> next = takeElsewhere();
        assertWaits(next);
        queue.giveBack(tasks.get(3));

        assertEquals(tasks.get(3), next.get(10, TimeUnit.SECONDS));
    }

    @Test
    void theLastDrawEndsTheRunForAllWorkers() throws Exception {
        queue.start();
        for (int i = 0; i < 2 * tasks.size() - 1; i++) {
            ChainTask task = take();
            advance(task);
            queue.giveBack(task);
        }
        ChainTask last = take();
        CompletableFuture<@Nullable ChainTask> waiting = takeElsewhere();
        assertWaits(waiting);
        advance(last);
        queue.giveBack(last);

        assertNull(waiting.get(10, TimeUnit.SECONDS));
        assertNull(queue.take());
        assertEquals(RunState.ENDING, queue.state());
        assertTrue(queue.quiet());
    }

    @Test
    void aPauseSettlesOnceNoChainIsHeld() throws Exception {
        queue.start();
        ChainTask held = take();
        assertTrue(queue.pause());
        assertTrue(queue.stop());
        assertFalse(queue.quiet());
        queue.giveBack(held);
        assertTrue(queue.quiet());
        queue.settle(RunState.PAUSING, RunState.PAUSED);

        assertEquals(RunState.PAUSED, queue.state());
        assertWaits(takeElsewhere());
    }

    @Test
    void aResumeWhileChainsAreBeingSavedHandsOutNoneOfThem() throws Exception {
        queue.start();
        queue.pause();
        assertTrue(queue.quiet());
        assertTrue(queue.resume());
        CompletableFuture<@Nullable ChainTask> next = takeElsewhere();
        assertWaits(next);
        queue.settle(RunState.PAUSING, RunState.PAUSED);

        assertNotNull(next.get(10, TimeUnit.SECONDS));
        assertEquals(RunState.RUNNING, queue.state());
        assertFalse(queue.stop());
    }

    @Test
    void theFirstErrorIsTheOneThatIsTold() throws Exception {
        queue.start();
        assertTrue(queue.fail("The first.", new IllegalStateException()));
        queue.fail("The second.", new IllegalStateException());

        assertEquals("The first.", queue.failure());
        assertEquals(RunState.ENDING, queue.state());
        assertNull(queue.take());
    }

    @Test
    void whatHasEndedStaysSo() {
        queue.start();
        queue.cancel();
        assertTrue(queue.quiet());
        queue.settle(RunState.ENDING, RunState.CANCELLED);

        assertFalse(queue.start() || queue.pause() || queue.resume() || queue.cancel());
        assertEquals(RunState.CANCELLED, queue.state());
        assertTrue(queue.cancelled());
    }
}
