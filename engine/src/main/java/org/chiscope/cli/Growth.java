package org.chiscope.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the seconds of a run grow with one of its sizes. What a run costs at any size (starting the
 * workers, the full ensemble, burn-in, writing the results) is taken away by comparing with the
 * smallest run: the exponent is that of the seconds beyond it against the size beyond it. Where
 * cost is linear it is 1, whatever the fixed cost. Its standard error is that of the scatter about
 * the line; an error of the smallest run is in all points alike, and moves the exponent without
 * showing there.
 *
 * @param axis what grew
 * @param seconds {@code [size][run]}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Growth(Axis axis, double[][] seconds) {
    private static final int WARM_UPS = 3;

    /**
     * A size that is changed while the others are held.
     *
     * @param name in words
     * @param sizes ascending; the first is the run that the others are compared with
     * @param run makes a run of such a size
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Axis(String name, int[] sizes, Run run) {}

    /** Makes a run. */
    @FunctionalInterface
    interface Run {
        /** Seconds that a run of this size takes. */
        double seconds(int size) throws IOException, InterruptedException;
    }

    /**
     * Makes the runs of all sizes in turns, so that what slows the machine for a while slows all
     * alike; three times more before, when nothing is measured and Java compiles.
     *
     * @param rounds runs of each size
     */
    static List<Growth> measure(List<Axis> axes, int rounds)
            throws IOException, InterruptedException {
        List<double[][]> all = new ArrayList<>();
        for (Axis axis : axes) {
            all.add(new double[axis.sizes.length][rounds]);
        }
        for (int round = -WARM_UPS; round < rounds; round++) {
            for (int a = 0; a < axes.size(); a++) {
                Axis axis = axes.get(a);
                for (int i = 0; i < axis.sizes.length; i++) {
                    double seconds = axis.run.seconds(axis.sizes[i]);
                    if (round >= 0) {
                        all.get(a)[i][round] = seconds;
                    }
                }
            }
        }
        List<Growth> growths = new ArrayList<>();
        for (int a = 0; a < axes.size(); a++) {
            growths.add(new Growth(axes.get(a), all.get(a)));
        }
        return growths;
    }

    /** Seconds of each size: medians of the runs. */
    double[] medians() {
        return Arrays.stream(seconds).mapToDouble(Benchmark::median).toArray();
    }

    /**
     * Seconds of each size: the quickest of the runs, since what else goes on only adds to them.
     */
    double[] least() {
        return Arrays.stream(seconds)
                .mapToDouble(runs -> Arrays.stream(runs).min().orElse(Double.NaN))
                .toArray();
    }

    /**
     * How seconds beyond those of the smallest run grow with the size beyond its.
     *
     * @param of each size
     */
    PowerLaw law(double[] of) {
        int[] sizes = axis.sizes;
        double[] x = new double[sizes.length - 1];
        double[] y = new double[sizes.length - 1];
        for (int i = 0; i < x.length; i++) {
            x[i] = sizes[i + 1] - sizes[0];
            y[i] = of[i + 1] - of[0];
        }
        return PowerLaw.fit(x, y);
    }
}
