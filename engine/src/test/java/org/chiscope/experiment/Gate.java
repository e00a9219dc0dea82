package org.chiscope.experiment;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/**
 * Lets so many evaluations of the examples through and holds the workers at the next one until it
 * is opened: a test that stops a run there is outrun by no machine. The evaluation of the
 * checkpoint when a run is made or opened counts as one.
 */
final class Gate {
    private final Semaphore evaluations;
    private final CountDownLatch reached = new CountDownLatch(1);

    Gate(int evaluations) {
        this.evaluations = new Semaphore(evaluations);
    }

    /** What each evaluation does first. */
    void pass() {
        if (!evaluations.tryAcquire()) {
            reached.countDown();
            evaluations.acquireUninterruptibly();
        }
    }

    /** Waits until somebody waits at the gate. */
    void awaitReached() throws InterruptedException {
        reached.await();
    }

    /** Lets every evaluation through from now on. */
    void open() {
        // Far more than a test needs, and far from the largest count of a semaphore.
        evaluations.release(1_000_000_000);
    }
}
