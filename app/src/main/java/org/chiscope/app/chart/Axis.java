package org.chiscope.app.chart;

/**
 * A length on which numbers lie, with round ticks.
 *
 * @param low number at {@code start}
 * @param high number at {@code end}
 * @param start in pixels
 * @param end in pixels, on either side of {@code start}
 */
public record Axis(double low, double high, double start, double end) {
    private static final double TICK_ROOM = 44;

    /** Where a number lies, within the axis or beyond it. */
    public double at(double value) {
        return start + (value - low) / (high - low) * (end - start);
    }

    /** The number that lies there. */
    public double value(double at) {
        return low + (at - start) / (end - start) * (high - low);
    }

    /** The power of ten, a multiple of 3, that ticks are written in. */
    public int exponent() {
        return NumberText.exponent(Math.max(Math.abs(low), Math.abs(high)));
    }

    /** How many ticks have room for their numbers; at least two. */
    public int room() {
        return Math.max(2, (int) (Math.abs(end - start) / TICK_ROOM));
    }

    /** At most {@code most} round numbers within it. */
    public double[] ticks(int most) {
        return Ticks.between(low, high, Ticks.step(high - low, most));
    }

    /** A tick in words, in units of the {@link #exponent}. */
    public String words(double tick, int most) {
        double unit = Math.pow(10, exponent());
        double step = Ticks.step(high - low, most) / unit;
        return NumberText.fixed(tick / unit, Ticks.decimals(step));
    }

    /**
     * The smallest round limit of at least {@code value}: 1, 1.5, 2, 3, 5, 7 times a power of ten.
     */
    public static double nice(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : new double[] {1, 1.5, 2, 3, 5, 7, 10}) {
            if (step * power >= value * (1 - 1e-9)) {
                return step * power;
            }
        }
        return 10 * power;
    }
}
