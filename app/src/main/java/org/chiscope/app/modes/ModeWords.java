package org.chiscope.app.modes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chiscope.app.chart.NumberText;
import org.chiscope.response.Estimate;
import org.chiscope.response.Part;

/** A mode in words, made of its loadings: only those beyond two standard errors are named. */
final class ModeWords {
    /** Loadings below this share of the largest are not named. */
    private static final double STRONG = 0.25;

    private static final int MOST_PATTERNS = 3;
    private static final int MOST_COMPONENTS = 4;

    /** What the view is, whatever it shows. */
    static final String EUCLIDEAN =
            "This view is Euclidean: patterns count as they are cut, and overlap as they do. The"
                    + " modes that Patterning inverts are those of another metric.";

    private ModeWords() {}

    /** A piece of a sentence. */
    record Piece(String text, boolean strong) {}

    /** The sentence as plain text. */
    static String plain(ModesState state, int mode) {
        return sentence(state, mode).stream().map(Piece::text).collect(Collectors.joining());
    }

    /** What the mode does. */
    static List<Piece> sentence(ModesState state, int mode) {
        List<Piece> pieces = new ArrayList<>();
        if (state.modes().isNoise(mode)) {
            plain(pieces, "This mode is no stronger than noise: read nothing from it.");
            return pieces;
        }
        List<Estimate> u = state.modes().componentLoadings(mode);
        List<Estimate> v = state.modes().patternLoadings(mode);
        int sign = 1;
        List<ModesState.Item> patterns = named(state.columns(), v, sign);
        if (patterns.isEmpty()) {
            sign = -1;
            patterns = named(state.columns(), v, sign);
        }
        List<ModesState.Item> against = named(state.columns(), v, -sign);
        List<ModesState.Item> expressing = named(state.rows(), u, -sign);
        List<ModesState.Item> suppressing = named(state.rows(), u, sign);
        if (patterns.isEmpty() || (expressing.isEmpty() && suppressing.isEmpty())) {
            plain(
                    pieces,
                    "No loading of mode "
                            + (mode + 1)
                            + " is told from 0 by two standard errors: sample more draws.");
            return pieces;
        }
        plain(pieces, "Mode " + (mode + 1) + " couples ");
        names(pieces, patterns);
        plain(pieces, " to " + all(expressing, suppressing) + ". ");
        boolean one = patterns.size() == 1;
        plain(pieces, verbs(state, expressing, suppressing, one ? "it" : "them"));
        if (!against.isEmpty()) {
            plain(pieces, " For ");
            names(pieces, against);
            plain(pieces, " it is the other way round.");
        }
        return pieces;
    }

    private static String verbs(
            ModesState state,
            List<ModesState.Item> expressing,
            List<ModesState.Item> suppressing,
            String what) {
        String express = state.fields() ? "move against " : "express ";
        String suppress = state.fields() ? "move with " : "suppress ";
        if (suppressing.isEmpty() || expressing.isEmpty()) {
            boolean one = expressing.size() + suppressing.size() == 1;
            String verb = suppressing.isEmpty() ? express : suppress;
            return (one ? "It " + third(verb) : "They " + verb) + what + ".";
        }
        return some(expressing)
                + " "
                + (expressing.size() == 1 ? third(express) : express)
                + what
                + "; "
                + some(suppressing)
                + " "
                + (suppressing.size() == 1 ? third(suppress) : suppress)
                + what
                + ".";
    }

    /** Of "express " and "move with ": "expresses ", "moves with ". */
    private static String third(String verb) {
        int end = verb.indexOf(' ');
        String first = verb.substring(0, end);
        return first + (first.endsWith("s") ? "es" : "s") + verb.substring(end);
    }

    /** Both lists, the strongest first; the first of each sign stand at the front of theirs. */
    private static String all(List<ModesState.Item> one, List<ModesState.Item> other) {
        List<ModesState.Item> all = new ArrayList<>(one);
        all.addAll(other);
        boolean heads = all.stream().allMatch(item -> item.title().startsWith("Head "));
        return (heads ? (all.size() == 1 ? "head " : "heads ") : "") + some(all);
    }

    private static String some(List<ModesState.Item> items) {
        // One more is named as shortly as it is counted.
        int shown = items.size() == MOST_COMPONENTS + 1 ? items.size() : MOST_COMPONENTS;
        String names =
                items.stream()
                        .limit(shown)
                        .map(ModesState.Item::label)
                        .collect(Collectors.joining(", "));
        int more = items.size() - shown;
        return more > 0 ? names + " and " + NumberText.count(more) + " more" : names;
    }

    private static void names(List<Piece> pieces, List<ModesState.Item> patterns) {
        int shown = Math.min(MOST_PATTERNS, patterns.size());
        for (int i = 0; i < shown; i++) {
            if (i > 0) {
                plain(pieces, i + 1 == patterns.size() ? " and " : ", ");
            }
            pieces.add(new Piece(patterns.get(i).label(), true));
        }
        if (shown < patterns.size()) {
            plain(pieces, " and " + NumberText.count(patterns.size() - shown) + " more");
        }
    }

    private static void plain(List<Piece> pieces, String text) {
        pieces.add(new Piece(text, false));
    }

    /** Those of that sign beyond two standard errors, the strongest first. */
    private static List<ModesState.Item> named(
            List<ModesState.Item> items, List<Estimate> loadings, int sign) {
        double largest =
                loadings.stream().mapToDouble(each -> Math.abs(each.value())).max().orElse(0);
        return IntStream.range(0, items.size())
                .boxed()
                .filter(i -> !loadings.get(i).isNoise())
                .filter(i -> sign * loadings.get(i).value() >= STRONG * largest)
                .sorted(Comparator.comparingDouble(i -> -Math.abs(loadings.get(i).value())))
                .map(items::get)
                .toList();
    }

    /** How the modes are to be taken. */
    static String caption(ModesState state) {
        boolean factors =
                state.modes().part() == Part.JOINT
                        && !state.fields()
                        && !state.modes().form().norm();
        return EUCLIDEAN
                + (factors
                        ? " Under joint each row carries an unknown positive factor, so strong rows"
                                + " may lead a mode: compare with rows ÷ norm."
                        : "");
    }

    /** {@code 1.02 ± 0.15 × 10⁻³ nats²}. */
    static String singularValue(ModesState state, int mode) {
        Estimate value = state.modes().singularValue(mode);
        int exponent = NumberText.exponent(Math.abs(value.value()));
        return (withError(value, exponent) + " " + NumberText.unit(exponent, state.unit())).strip();
    }

    /** {@code 2 modes carry 99.8 % of Σχ²}. */
    static String carried(ModesState state) {
        int above = state.modes().aboveFloor();
        if (above == 0) {
            return "No mode stands above the noise";
        }
        String share = NumberText.fixed(100 * state.modes().shareOfFirst(above), 1) + " %";
        return (above == 1 ? "1 mode carries " : above + " modes carry ") + share + " of Σχ²";
    }

    /** {@code 1.55 ± 0.23} in units of 10^exponent. */
    private static String withError(Estimate estimate, int exponent) {
        double unit = Math.pow(10, exponent);
        double error = estimate.monteCarloError() / unit;
        int decimals = NumberText.decimals(estimate.value() / unit, error);
        return NumberText.fixed(estimate.value() / unit, decimals)
                + (Double.isNaN(error) ? "" : " ± " + NumberText.fixed(error, decimals));
    }
}
