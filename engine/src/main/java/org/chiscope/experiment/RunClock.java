package org.chiscope.experiment;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Times a run: how long it has run, how many steps it makes a second, and how long it has still to
 * run. Steps and draws are timed ensemble by ensemble, since a restricted chain does less work.
 * Thread-safe.
 */
final class RunClock {
    /**
     * Older times fade by this factor at each report: the first steps, not yet compiled, are slow.
     */
    private static final double MEMORY = 0.9;

    private static final double SPEED_WINDOW_SECONDS = 5;

    private final double[] plainSteps;
    private final double[] plainSeconds;
    private final double[] drawSteps;
    private final double[] drawSeconds;

    private double earlierSeconds;
    private boolean running;
    private long startedAt;
    private final Deque<double[]> speedSamples = new ArrayDeque<>();

    /**
     * @param earlierSeconds of earlier sittings of the same run
     */
    RunClock(int ensembles, double earlierSeconds) {
        plainSteps = new double[ensembles];
        plainSeconds = new double[ensembles];
        drawSteps = new double[ensembles];
        drawSeconds = new double[ensembles];
        this.earlierSeconds = earlierSeconds;
    }

    synchronized void start() {
        if (!running) {
            running = true;
            startedAt = System.nanoTime();
            speedSamples.clear();
        }
    }

    synchronized void stop() {
        earlierSeconds = elapsed();
        running = false;
    }

    /** Seconds run, over all sittings. */
    synchronized double elapsed() {
        return earlierSeconds + (running ? (System.nanoTime() - startedAt) * 1e-9 : 0);
    }

    /**
     * Reports times of an ensemble.
     *
     * @param plain steps without a draw after them, and their nanoseconds
     * @param draws steps with a draw after them, and the nanoseconds of both
     */
    synchronized void add(int ensemble, long plain, long plainNanos, long draws, long drawNanos) {
        plainSteps[ensemble] = MEMORY * plainSteps[ensemble] + plain;
        plainSeconds[ensemble] = MEMORY * plainSeconds[ensemble] + plainNanos * 1e-9;
        drawSteps[ensemble] = MEMORY * drawSteps[ensemble] + draws;
        drawSeconds[ensemble] = MEMORY * drawSeconds[ensemble] + drawNanos * 1e-9;
    }

    /**
     * Steps a second over all workers, lately.
     *
     * @param stepsMade by all chains, now
     * @return NaN until it is known
     */
    synchronized double stepsPerSecond(long stepsMade) {
        if (!running) {
            return Double.NaN;
        }
        double now = elapsed();
        speedSamples.addLast(new double[] {now, stepsMade});
        while (speedSamples.size() > 2 && speedSamples.getFirst()[0] < now - SPEED_WINDOW_SECONDS) {
            speedSamples.removeFirst();
        }
        double[] first = speedSamples.getFirst();
        double seconds = now - first[0];
        return seconds > 0.2 ? (stepsMade - first[1]) / seconds : Double.NaN;
    }

    /**
     * Seconds that the remaining steps will take.
     *
     * @param tasks all chains
     * @param workers threads that share them
     * @return NaN until a step was timed
     */
    synchronized double left(List<ChainTask> tasks, int workers) {
        double sum = 0;
        double longest = 0;
        int unfinished = 0;
        for (ChainTask task : tasks) {
            ChainProgress progress = task.progress();
            var settings = task.plan().settings();
            int drawsLeft = progress.failed() ? 0 : settings.draws() - progress.draws();
            if (drawsLeft == 0) {
                continue;
            }
            long stepsLeft =
                    Math.max(
                            drawsLeft,
                            settings.stepsAtDraw(settings.draws() - 1) - progress.steps());
            double seconds = cost(task.ensemble(), stepsLeft - drawsLeft, drawsLeft);
            unfinished++;
            sum += seconds;
            longest = Math.max(longest, seconds);
        }
        if (unfinished == 0) {
            return 0;
        }
        return Math.max(longest, sum / Math.min(workers, unfinished));
    }

    private double cost(int ensemble, long plain, long draws) {
        if (drawSteps[ensemble] > 0 || plainSteps[ensemble] > 0) {
            return cost(
                    plain,
                    draws,
                    plainSteps[ensemble],
                    plainSeconds[ensemble],
                    drawSteps[ensemble],
                    drawSeconds[ensemble]);
        }
        double[] totals = new double[4];
        // The full ensemble says little of the restricted ones, unless nothing else is known.
        for (int pass = 0; pass < 2 && totals[0] + totals[2] == 0; pass++) {
            for (int e = 1 - pass; e < plainSteps.length; e++) {
                totals[0] += plainSteps[e];
                totals[1] += plainSeconds[e];
                totals[2] += drawSteps[e];
                totals[3] += drawSeconds[e];
            }
        }
        return cost(plain, draws, totals[0], totals[1], totals[2], totals[3]);
    }

    private static double cost(
            long plain,
            long draws,
            double plainSteps,
            double plainSeconds,
            double drawSteps,
            double drawSeconds) {
        double step = plainSteps > 0 ? plainSeconds / plainSteps : drawSeconds / drawSteps;
        double draw = drawSteps > 0 ? drawSeconds / drawSteps : step;
        return plain * step + draws * draw;
    }
}
