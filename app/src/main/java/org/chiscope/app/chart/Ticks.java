package org.chiscope.app.chart;

import java.util.stream.DoubleStream;

/** Round numbers at which an axis is marked. */
public final class Ticks {
    private static final double[] STEPS = {1, 2, 2.5, 5, 10};

    private Ticks() {}

    /** The distance of at most {@code most} ticks on a length of {@code span} > 0. */
    public static double step(double span, int most) {
        double least = span / Math.max(1, most);
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double step : STEPS) {
            if (step * power >= least * (1 - 1e-9)) {
                return step * power;
            }
        }
        return 10 * power;
    }

    /** Multiples of {@code step} from {@code low} to {@code high}, both included. */
    public static double[] between(double low, double high, double step) {
        long first = (long) Math.ceil(low / step - 1e-9);
        long last = (long) Math.floor(high / step + 1e-9);
        return DoubleStream.iterate(first, i -> i <= last, i -> i + 1).map(i -> i * step).toArray();
    }

    /** How many decimals tell multiples of {@code step} apart. */
    public static int decimals(double step) {
        int decimals = 0;
        double scaled = step;
        while (decimals < 9 && Math.abs(scaled - Math.rint(scaled)) > 1e-6 * scaled) {
            scaled *= 10;
            decimals++;
        }
        return decimals;
    }
}
