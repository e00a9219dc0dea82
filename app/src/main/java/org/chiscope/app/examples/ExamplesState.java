package org.chiscope.app.examples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.document.ExampleTexts;
import org.chiscope.app.document.Reading;
import org.chiscope.data.Pattern;
import org.chiscope.experiment.ComponentInfo;
import org.chiscope.response.Part;

/**
 * A component's response to each example. Immutable.
 *
 * @param texts what the examples look like
 * @param component whose response it is
 * @param row its place in the matrix
 * @param part which estimate
 * @param numbers χ and its error of each example
 * @param losses ℓ_z(w*) of each example, nats
 * @param ascending the examples whose value is known, the most negative first
 * @param exponent numbers are shown in units of 10^exponent
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ExamplesState(
        ExampleTexts texts,
        List<Group> groups,
        ComponentInfo component,
        int row,
        Part part,
        Reading reading,
        ExampleResponses.Values numbers,
        float[] losses,
        int[] ascending,
        int exponent) {

    /** Share of |χ| below which the unit of numbers is looked for. */
    private static final double TYPICAL = 0.98;

    /** So many tokens on a page, or one context. */
    private static final int PAGE_TOKENS = 400;

    private static final int PAGE_PICTURES = 120;
    private static final int PAGE_LINES = 60;

    /**
     * A pattern's examples.
     *
     * @param name of the pattern
     * @param members which examples belong to it
     */
    record Group(String name, BitSet members) {}

    /** The examples of each pattern. */
    static List<Group> groups(List<Pattern> patterns) {
        List<Group> groups = new ArrayList<>();
        for (Pattern pattern : patterns) {
            BitSet members = new BitSet();
            for (int example : pattern.examples()) {
                members.set(example);
            }
            groups.add(new Group(pattern.name(), members));
        }
        return groups;
    }

    static ExamplesState of(
            ExampleTexts texts,
            List<Group> groups,
            ComponentInfo component,
            int row,
            Part part,
            Reading reading,
            ExampleResponses.Values numbers,
            float[] losses) {
        double[] values = numbers.values();
        int[] ascending =
                IntStream.range(0, values.length)
                        .filter(z -> Double.isFinite(values[z]))
                        .boxed()
                        .sorted(Comparator.comparingDouble(z -> values[z]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[] sizes =
                Arrays.stream(ascending).mapToDouble(z -> Math.abs(values[z])).sorted().toArray();
        double typical = sizes.length == 0 ? 1 : sizes[(int) (TYPICAL * (sizes.length - 1))];
        return new ExamplesState(
                texts,
                groups,
                component,
                row,
                part,
                reading,
                numbers,
                losses,
                ascending,
                NumberText.exponent(typical));
    }

    double value(int example) {
        return numbers.values()[example];
    }

    double error(int example) {
        return numbers.errors()[example];
    }

    boolean noise(int example) {
        return numbers.noise(example);
    }

    /** The names of the patterns that an example belongs to. */
    List<String> patterns(int example) {
        return groups.stream()
                .filter(group -> group.members().get(example))
                .map(Group::name)
                .toList();
    }

    /** Which examples belong to a pattern; none to one that there is not. */
    BitSet members(String pattern) {
        return groups.stream()
                .filter(group -> group.name().equals(pattern))
                .map(Group::members)
                .findFirst()
                .orElseGet(BitSet::new);
    }

    /** The first {@code count} examples with the most negative χ among those that are wanted. */
    List<Integer> lowest(int count, IntPredicate wanted) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < ascending.length && found.size() < count; i++) {
            if (value(ascending[i]) < 0 && wanted.test(ascending[i])) {
                found.add(ascending[i]);
            }
        }
        return found;
    }

    /** The same with the most positive χ. */
    List<Integer> highest(int count, IntPredicate wanted) {
        List<Integer> found = new ArrayList<>();
        for (int i = ascending.length - 1; i >= 0 && found.size() < count; i--) {
            if (value(ascending[i]) > 0 && wanted.test(ascending[i])) {
                found.add(ascending[i]);
            }
        }
        return found;
    }

    /** Units that are shown whole: contexts of tokens, or single examples. */
    int units() {
        var tokens = texts.tokens();
        return tokens == null ? texts.count() : tokens.contexts();
    }

    /** How many units stand on one page. */
    int pageSize() {
        var tokens = texts.tokens();
        return tokens != null
                ? Math.max(1, PAGE_TOKENS / tokens.length())
                : texts.pictureSide() > 0 ? PAGE_PICTURES : PAGE_LINES;
    }

    /** The unit that holds an example. */
    int unitOf(int example) {
        var tokens = texts.tokens();
        return tokens == null ? example : tokens.contextOf(example);
    }

    /** {@code −3.6 ± 0.2}, in units of 10^exponent. */
    String number(int example) {
        double power = Math.pow(10, exponent);
        double value = value(example) / power;
        double error = error(example) / power;
        int decimals = NumberText.decimals(value, error);
        return !Double.isFinite(value)
                ? "–"
                : NumberText.fixed(value, decimals)
                        + (Double.isFinite(error) ? " ± " + NumberText.fixed(error, decimals) : "");
    }

    /** {@code × 10⁻³ nats²}. */
    String unit() {
        return NumberText.unit(exponent, reading.squareUnit());
    }
}
