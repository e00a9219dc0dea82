package org.chiscope.app.examples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.chiscope.app.chart.ColourRange;
import org.chiscope.app.chart.InputTiles;
import org.chiscope.app.chart.MatrixData;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.chart.TokenText;
import org.chiscope.app.document.ExampleTexts;
import org.chiscope.app.theme.Tint;
import org.chiscope.data.TokenData;
import org.chiscope.response.Estimate;
import org.jspecify.annotations.Nullable;

/** Makes what a page shows out of a state and what the person chose. */
final class ExamplePage {
    /** From so many indented lines in a hundred tokens on, a context is code. */
    private static final double INDENTED = 1.5;

    private final ExamplesState state;
    private final int[] units;
    private final int first;
    private final String marked;
    private final boolean only;
    private final boolean noiseColoured;
    private final ColourRange range;

    private ExamplePage(
            ExamplesState state,
            int[] units,
            int first,
            String marked,
            boolean only,
            boolean noiseColoured,
            ColourRange range) {
        this.state = state;
        this.units = units;
        this.first = first;
        this.marked = marked;
        this.only = only;
        this.noiseColoured = noiseColoured;
        this.range = range;
    }

    /** The page that a view model is at. */
    static ExamplePage of(ExamplesViewModel examples, ExamplesState state) {
        int[] units = examples.units();
        int first =
                Math.clamp(examples.firstUnitProperty().get(), 0, Math.max(0, units.length - 1));
        Double limit = examples.limitProperty().get();
        double[] values = state.numbers().values();
        return new ExamplePage(
                state,
                units,
                first,
                examples.marked(),
                examples.onlyMarkedProperty().get() && !examples.marked().isEmpty(),
                examples.noiseColouredProperty().get(),
                limit == null ? ColourRange.of(values) : ColourRange.withLimit(values, limit));
    }

    ColourRange range() {
        return range;
    }

    /** How many units a page holds. */
    int size() {
        return state.pageSize();
    }

    int first() {
        return first;
    }

    private int end() {
        return Math.min(units.length, first + size());
    }

    /** {@code contexts 4 – 6 of 480}. */
    String words() {
        String what = state.texts().tokens() != null ? "contexts " : "examples ";
        return units.length == 0
                ? "no " + what.strip()
                : what
                        + NumberText.count(first + 1L)
                        + (end() > first + 1 ? " – " + NumberText.count(end()) : "")
                        + " of "
                        + NumberText.count(units.length);
    }

    boolean hasNext() {
        return end() < units.length;
    }

    /** The page as text; null where examples are no tokens. */
    @Nullable TokenText text(@Nullable MatrixData names, OwnTextViewModel.@Nullable Shown own) {
        ExampleTexts texts = state.texts();
        TokenData tokens = texts.tokens();
        if (tokens == null) {
            return null;
        }
        BitSet members = state.members(marked);
        List<TokenText.Paragraph> paragraphs = new ArrayList<>();
        if (own != null) {
            paragraphs.add(own(own));
        }
        for (int u = first; u < end(); u++) {
            paragraphs.add(paragraph(texts, tokens, units[u], members, names));
        }
        return new TokenText(paragraphs, range, tint(names, marked));
    }

    /** The place among the own text's tokens that such an example of a token stands for, or −1. */
    static int ownToken(int example) {
        return example < TokenText.NONE ? TokenText.NONE - 1 - example : -1;
    }

    private TokenText.Paragraph own(OwnTextViewModel.Shown own) {
        List<TokenText.Token> shown = new ArrayList<>();
        double loss = 0;
        for (int t = 0; t < own.tokens().size(); t++) {
            Estimate estimate = own.estimate(t, state.component().name(), state.part());
            loss += own.losses()[t] / own.tokens().size();
            shown.add(
                    new TokenText.Token(
                            TokenText.NONE - 1 - t,
                            own.tokens().get(t),
                            estimate.value(),
                            !noiseColoured
                                    && Double.isFinite(estimate.value())
                                    && estimate.isNoise(),
                            false,
                            false));
        }
        boolean known = state.component().name().equals(own.component());
        return new TokenText.Paragraph(
                "My text",
                null,
                "loss "
                        + NumberText.fixed(loss, 2)
                        + " nats a token"
                        + (known ? "" : " · not coloured yet"),
                code(String.join("", own.tokens()), own.tokens().size()),
                shown);
    }

    private TokenText.Paragraph paragraph(
            ExampleTexts texts,
            TokenData tokens,
            int context,
            BitSet members,
            @Nullable MatrixData names) {
        List<TokenText.Token> shown = new ArrayList<>();
        StringBuilder whole = new StringBuilder();
        double sum = 0;
        for (int t = 0; t < tokens.length(); t++) {
            String text = texts.tokenText(tokens.token(context, t));
            whole.append(text);
            if (t == 0) {
                shown.add(new TokenText.Token(-1, text, Double.NaN, false, false, only));
                continue;
            }
            int example = tokens.example(context, t);
            boolean member = members.get(example);
            sum += state.value(example);
            shown.add(
                    new TokenText.Token(
                            example,
                            text,
                            state.value(example),
                            !noiseColoured && state.noise(example),
                            member,
                            only && !member));
        }
        double power = Math.pow(10, state.exponent());
        double mean = sum / (tokens.length() - 1) / power;
        return new TokenText.Paragraph(
                texts.contextTitle(context),
                tint(names, texts.source(context)),
                tokens.length()
                        + " tokens · mean χ "
                        + NumberText.fixed(mean, NumberText.decimals(mean, Math.abs(mean) / 10)),
                code(whole.toString(), tokens.length()),
                shown);
    }

    private static boolean code(String text, int tokens) {
        long indented = Arrays.stream(text.split("\n")).filter(l -> l.startsWith("  ")).count();
        return 100.0 * indented / tokens >= INDENTED;
    }

    /** The page as inputs; null where examples are tokens. */
    @Nullable InputTiles tiles() {
        ExampleTexts texts = state.texts();
        if (texts.tokens() != null) {
            return null;
        }
        BitSet members = state.members(marked);
        List<InputTiles.Tile> tiles = new ArrayList<>();
        for (int u = first; u < end(); u++) {
            int example = units[u];
            tiles.add(
                    new InputTiles.Tile(
                            example,
                            texts.title(example),
                            texts.details(example),
                            texts.input(example),
                            state.value(example),
                            state.error(example),
                            state.noise(example),
                            members.get(example)));
        }
        return new InputTiles(tiles, texts.pictureSide(), range, state.exponent());
    }

    /** The colour of a pattern's family, or null where there is no such pattern. */
    static @Nullable Tint tint(@Nullable MatrixData names, String pattern) {
        return names == null
                ? null
                : names.columns().stream()
                        .filter(column -> column.name().equals(pattern))
                        .map(MatrixData.Column::tint)
                        .findFirst()
                        .orElse(null);
    }
}
