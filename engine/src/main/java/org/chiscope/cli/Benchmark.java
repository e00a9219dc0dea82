package org.chiscope.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Something whose time is measured.
 *
 * @param group under which it is printed
 * @param name in words, with its sizes
 * @param operations floating-point operations of one call; 0 where they are not counted
 * @param calls how many the body makes
 * @param body what is timed
 */
record Benchmark(String group, String name, double operations, int calls, Runnable body) {
    private static final double SHORTEST_SECONDS = 0.03;

    /** One whose body is one call. */
    Benchmark(String group, String name, double operations, Runnable body) {
        this(group, name, operations, 1, body);
    }

    /**
     * What came of it.
     *
     * @param benchmark what was measured
     * @param seconds of one call, one a run, ascending
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Measured(Benchmark benchmark, double[] seconds) {
        /** Of the runs, seconds a call. */
        double median() {
            return Benchmark.median(seconds);
        }

        /** GFLOP/s of the fastest run; NaN where operations are not counted. */
        double mostGigaflops() {
            return gigaflops() * median() / seconds[0];
        }

        /** GFLOP/s of the median; NaN where operations are not counted. */
        double gigaflops() {
            return benchmark.operations == 0 ? Double.NaN : benchmark.operations / median() / 1e9;
        }
    }

    /**
     * Measures all of them in turns, so that what slows the machine for a while slows all alike.
     *
     * @param warmUp seconds that each is called before anything is measured
     * @param runs of each
     */
    static List<Measured> measure(List<Benchmark> all, double warmUp, int runs) {
        return measure(all, warmUp, runs, System::nanoTime);
    }

    /** The same by another clock, in nanoseconds. */
    static List<Measured> measure(
            List<Benchmark> all, double warmUp, int runs, LongSupplier clock) {
        int[] times = new int[all.size()];
        for (int i = 0; i < times.length; i++) {
            Runnable body = all.get(i).body;
            long start = clock.getAsLong();
            double seconds = 0;
            int done = 0;
            while (done == 0 || seconds < warmUp) {
                body.run();
                done++;
                seconds = (clock.getAsLong() - start) / 1e9;
            }
            // The last calls are the fast ones: time some of them alone.
            double one = time(body, 1, clock);
            times[i] = (int) Math.min(1e6, Math.max(1, Math.ceil(SHORTEST_SECONDS / one)));
        }
        double[][] seconds = new double[all.size()][runs];
        for (int run = 0; run < runs; run++) {
            for (int i = 0; i < times.length; i++) {
                Benchmark one = all.get(i);
                double calls = (double) times[i] * one.calls;
                seconds[i][run] = time(one.body, times[i], clock) / calls;
            }
        }
        List<Measured> measured = new ArrayList<>();
        for (int i = 0; i < times.length; i++) {
            Arrays.sort(seconds[i]);
            measured.add(new Measured(all.get(i), seconds[i]));
        }
        return measured;
    }

    /** The median of these numbers, in any order. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : 0.5 * (sorted[half - 1] + sorted[half]);
    }

    private static double time(Runnable body, int times, LongSupplier clock) {
        long start = clock.getAsLong();
        for (int i = 0; i < times; i++) {
            body.run();
        }
        return Math.max(1, clock.getAsLong() - start) / 1e9;
    }
}
