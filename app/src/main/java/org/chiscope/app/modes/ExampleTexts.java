package org.chiscope.app.modes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.chiscope.app.chart.NumberText;
import org.chiscope.data.Labels;
import org.chiscope.data.TokenData;
import org.chiscope.system.ModelFolder;
import org.jspecify.annotations.Nullable;

/** What an example is, in words: a token with the text around it, or its number and labels. */
public final class ExampleTexts {
    /** Characters of text before and after a token. */
    private static final int BEFORE = 34;

    private static final int AFTER = 22;

    /** Nothing is known but numbers. */
    static final ExampleTexts NONE = new ExampleTexts(null, id -> "", null);

    private final @Nullable TokenData tokens;
    private final IntFunction<String> tokenText;
    private final @Nullable Labels labels;

    private ExampleTexts(
            @Nullable TokenData tokens, IntFunction<String> tokenText, @Nullable Labels labels) {
        this.tokens = tokens;
        this.tokenText = tokenText;
        this.labels = labels;
    }

    /**
     * Reads those of a model; takes as long as opening it.
     *
     * @param examples how many evaluation examples the sampled system has; texts of another number
     *     are not of these
     */
    static ExampleTexts read(Path model, int examples) throws IOException {
        ModelFolder.Opened opened = ModelFolder.read(model).open();
        TokenData evaluation = opened.evaluation();
        if (evaluation != null) {
            return evaluation.examples() == examples
                    ? new ExampleTexts(evaluation, opened.tokenText(), null)
                    : NONE;
        }
        Labels labels = opened.examples() == null ? null : opened.examples().labels();
        boolean fit =
                labels != null
                        && labels.columns().values().stream()
                                .allMatch(column -> column.size() == examples);
        return fit ? new ExampleTexts(null, id -> "", labels) : NONE;
    }

    /** A token in its context: what is predicted is {@code token}. */
    public record Snippet(String before, String token, String after) {}

    /** Whether examples are tokens. */
    public boolean isLanguage() {
        return tokens != null;
    }

    /** The text around an example; where it is no token, its number and labels as the token. */
    public Snippet snippet(int example) {
        TokenData data = tokens;
        if (data == null) {
            return new Snippet("", title(example), "");
        }
        int context = data.contextOf(example);
        int at = data.positionOf(example);
        StringBuilder before = new StringBuilder();
        for (int t = at - 1; t >= 0 && before.length() < BEFORE; t--) {
            before.insert(0, tokenText.apply(data.token(context, t)));
        }
        StringBuilder after = new StringBuilder();
        for (int t = at + 1; t < data.length() && after.length() < AFTER; t++) {
            after.append(tokenText.apply(data.token(context, t)));
        }
        String left = visible(before.toString());
        String right = visible(after.toString());
        return new Snippet(
                left.length() > BEFORE ? "…" + left.substring(left.length() - BEFORE) : left,
                visible(tokenText.apply(data.token(context, at))),
                right.length() > AFTER ? right.substring(0, AFTER) + "…" : right);
    }

    /** A token's place, or an example's number and labels. */
    public String title(int example) {
        TokenData data = tokens;
        if (data != null) {
            return "context "
                    + NumberText.count(data.contextOf(example))
                    + ", token "
                    + data.positionOf(example);
        }
        String number = "example " + NumberText.count(example);
        Labels known = labels;
        if (known == null) {
            return number;
        }
        return number
                + known.columns().entrySet().stream()
                        .map(column -> named(column, example))
                        .collect(Collectors.joining(", ", ": ", ""));
    }

    private static String named(Map.Entry<String, List<String>> column, int example) {
        return column.getKey() + " " + column.getValue().get(example);
    }

    /** Line ends and tabs as signs, so that a text stays on one line. */
    private static String visible(String text) {
        return text.replace("\r", "").replace("\n", "↵").replace("\t", "⇥");
    }
}
