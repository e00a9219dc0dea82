package org.chiscope.app.development;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.chart.Ticks;

/**
 * Where steps of a training lie between its first checkpoint, 0, and its last, 1.
 *
 * @param steps of the checkpoints, ascending; at least one
 * @param spacing how distances of steps are shown
 */
public record StepScale(List<Double> steps, Spacing spacing) {
    /** Steps are evenly spread where no gap is larger than so many times another. */
    private static final double EVEN = 6;

    /** How distances of steps are shown. */
    public enum Spacing {
        /** In proportion. */
        LINEAR("linear"),
        /** Their ratios in proportion. */
        LOGARITHMIC("log"),
        /** Each checkpoint as far from the next: they lie dense where something happens. */
        CHECKPOINTS("by checkpoint");

        private final String label;

        Spacing(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * A mark on the axis.
     *
     * @param at between 0 and 1
     * @param words the step
     */
    public record Mark(double at, String words) {}

    /** Copies the list; steps that have no logarithm are shown by checkpoint. */
    public StepScale {
        steps = List.copyOf(steps);
        if (spacing == Spacing.LOGARITHMIC && steps.getFirst() <= 0) {
            spacing = Spacing.CHECKPOINTS; // step 0 has no logarithm
        }
    }

    /** The spacing by which checkpoints are told apart: in proportion, if that does it. */
    static Spacing standard(List<Double> steps) {
        if (even(steps)) {
            return Spacing.LINEAR;
        }
        return steps.getFirst() > 0 && even(steps.stream().map(Math::log).toList())
                ? Spacing.LOGARITHMIC
                : Spacing.CHECKPOINTS;
    }

    private static boolean even(List<Double> places) {
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (int i = 1; i < places.size(); i++) {
            double gap = places.get(i) - places.get(i - 1);
            least = Math.min(least, gap);
            most = Math.max(most, gap);
        }
        return most <= EVEN * least;
    }

    double first() {
        return steps.getFirst();
    }

    double last() {
        return steps.getLast();
    }

    /** Whether a step lies between the first checkpoint and the last. */
    boolean holds(double step) {
        return step >= first() && step <= last();
    }

    /** Where a step lies; a lone checkpoint lies in the middle. */
    double at(double step) {
        if (steps.size() < 2 || !(last() > first())) {
            return 0.5;
        }
        return switch (spacing) {
            case LINEAR -> (step - first()) / (last() - first());
            case LOGARITHMIC -> Math.log(step / first()) / Math.log(last() / first());
            case CHECKPOINTS -> between(step) / (steps.size() - 1);
        };
    }

    /** The place among the checkpoints, in proportion between two. */
    private double between(double step) {
        int after = 1;
        while (after < steps.size() - 1 && steps.get(after) < step) {
            after++;
        }
        double before = steps.get(after - 1);
        return after - 1 + (step - before) / (steps.get(after) - before);
    }

    /**
     * Steps to write on the axis, ascending.
     *
     * @param most about so many have room
     */
    List<Mark> marks(int most) {
        List<Double> candidates =
                switch (spacing) {
                    case LINEAR -> round(most);
                    case LOGARITHMIC -> powers();
                    case CHECKPOINTS -> steps;
                };
        List<Mark> marks = new ArrayList<>();
        double gap = 0.9 / Math.max(1, most);
        double free = -gap;
        for (double step : candidates) {
            double at = at(step);
            if (holds(step) && at >= free) {
                marks.add(new Mark(at, NumberText.count(Math.round(step))));
                free = at + gap;
            }
        }
        return marks;
    }

    private List<Double> round(int most) {
        List<Double> round = new ArrayList<>();
        double span = Math.max(1, last() - first());
        for (double tick : Ticks.between(first(), last(), Math.max(1, Ticks.step(span, most)))) {
            round.add(tick);
        }
        return round;
    }

    private List<Double> powers() {
        List<Double> powers = new ArrayList<>();
        double power = Math.pow(10, Math.floor(Math.log10(first())));
        for (; power <= last(); power *= 10) {
            for (int digit : new int[] {1, 2, 5}) {
                powers.add(digit * power);
            }
        }
        return powers;
    }
}
