package org.chiscope.app.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.chiscope.data.ExampleSet;
import org.chiscope.data.Labels;
import org.chiscope.data.TokenData;
import org.chiscope.network.Batch;
import org.jspecify.annotations.Nullable;

/**
 * What the examples of a model look like to a person: tokens in their contexts, or inputs with what
 * is known of them. Read only; used by any thread.
 */
public final class ExampleTexts {
    /** From this width on inputs that fill a square are drawn as a picture. */
    private static final int SMALLEST_PICTURE = 36;

    private static final int MOST_LABELS = 4;

    private final ExampleSet set;
    private final IntFunction<String> tokenText;

    public ExampleTexts(ExampleSet set) {
        this.set = set;
        ExampleSet.Language language = set.language();
        IntFunction<String> text = language == null ? null : language.tokenText();
        this.tokenText = text == null ? id -> "#" + id + " " : text;
    }

    /** An example between what stands around it. */
    public record Snippet(String before, String own, String after) {}

    /** What rules of patterns can look at. */
    public ExampleSet set() {
        return set;
    }

    /** How many examples there are, those of probe sets included. */
    public int count() {
        return set.examples();
    }

    /** ℓ_z(w*) of all examples in nats; takes a while at the first call. */
    public Supplier<float[]> losses() {
        return set.losses();
    }

    /** The tokens, if each example is one; null otherwise. */
    public @Nullable TokenData tokens() {
        ExampleSet.Language language = set.language();
        return language == null ? null : language.evaluation();
    }

    /** The text of a token, its leading space kept. */
    public String tokenText(int token) {
        return tokenText.apply(token);
    }

    /** The text of an example that is a token; empty for others. */
    public String ownText(int example) {
        TokenData data = tokens();
        return data == null
                ? ""
                : tokenText(data.token(data.contextOf(example), data.positionOf(example)));
    }

    /** Where a context of tokens comes from: its source and its number there from 0. */
    public String contextTitle(int context) {
        TokenData data = tokens();
        if (data == null || data.sourceNames().isEmpty()) {
            return "context " + context;
        }
        return data.sourceNames().get(data.source()[context]) + " " + context;
    }

    /** The source of a context, or empty where that is not known. */
    public String source(int context) {
        TokenData data = tokens();
        return data == null || data.sourceNames().isEmpty()
                ? ""
                : data.sourceNames().get(data.source()[context]);
    }

    /** {@code token 74 of legal 412}, or {@code example 17}. */
    public String place(int example) {
        TokenData data = tokens();
        if (data != null) {
            return "token "
                    + data.positionOf(example)
                    + " of "
                    + contextTitle(data.contextOf(example));
        }
        String probe = probe(example);
        return probe.isEmpty()
                ? "example " + example
                : "example " + (example - probeStart(probe)) + " of " + probe;
    }

    private String probe(int example) {
        int start = set.baseExamples();
        for (ExampleSet.Probe probe : set.probes()) {
            if (example >= start && example < start + probe.examples()) {
                return probe.name();
            }
            start += probe.examples();
        }
        return "";
    }

    private int probeStart(String name) {
        int start = set.baseExamples();
        for (ExampleSet.Probe probe : set.probes()) {
            if (probe.name().equals(name)) {
                return start;
            }
            start += probe.examples();
        }
        return 0;
    }

    /** The example on one line, with at most so many characters on either side of a token. */
    public Snippet snippet(int example, int around) {
        TokenData data = tokens();
        if (data == null) {
            return new Snippet("", title(example), "");
        }
        int context = data.contextOf(example);
        int t = data.positionOf(example);
        StringBuilder before = new StringBuilder();
        for (int i = t - 1; i >= 0 && before.length() < around; i--) {
            before.insert(0, tokenText(data.token(context, i)));
        }
        StringBuilder after = new StringBuilder();
        for (int i = t + 1; i < data.length() && after.length() < around; i++) {
            after.append(tokenText(data.token(context, i)));
        }
        String own = oneLine(ownText(example));
        String head = narrow(before.toString());
        if (own.startsWith(" ") && !own.isBlank()) {
            head = head + " ";
            own = own.substring(1);
        }
        String tail = narrow(after.toString());
        return new Snippet(
                head.substring(Math.max(0, head.length() - around)),
                own,
                tail.substring(0, Math.min(around, tail.length())));
    }

    /** On one line, whose indentations are no wider than a space. */
    private static String narrow(String text) {
        return oneLine(text.replaceAll(" {2,}", " "));
    }

    /** Signs that break lines or cannot be seen, as signs that can. */
    public static String oneLine(String text) {
        return text.replace("\n", "↵").replace("\t", "→").replaceAll("\\p{Cntrl}", "·");
    }

    /** What the example is, in few words: its first labels, or its inputs. */
    public String title(int example) {
        Labels labels = set.labels();
        if (labels != null && !labels.columns().isEmpty()) {
            Map.Entry<String, List<String>> first = labels.columns().entrySet().iterator().next();
            String value = first.getValue().get(example);
            // A text says what it is; a number needs its name.
            return value.matches("[-+0-9.eE]+") ? first.getKey() + " " + value : value;
        }
        return tokens() == null ? place(example) : oneLine(ownText(example));
    }

    /** The labels after the one in the title, {@code slant −0.01 · size 0.7}, or empty. */
    public String details(int example) {
        Labels labels = set.labels();
        if (labels == null) {
            return "";
        }
        List<String> words = new ArrayList<>();
        labels.columns().entrySet().stream()
                .skip(1)
                .limit(MOST_LABELS)
                .filter(column -> !column.getValue().get(example).isBlank())
                .forEach(
                        column ->
                                words.add(column.getKey() + " " + column.getValue().get(example)));
        return String.join(" · ", words).replace(" -", " \u2212");
    }

    /** The numbers that the network reads of an example; empty where it reads tokens. */
    public float[] input(int example) {
        float[] inputs =
                switch (set.batch()) {
                    case Batch.Labelled labelled -> labelled.inputs();
                    case Batch.Pairs pairs -> pairs.inputs();
                    case Batch.OfTokens _ -> new float[0];
                };
        int width = inputs.length / Math.max(1, count());
        return Arrays.copyOfRange(inputs, example * width, (example + 1) * width);
    }

    /** The side of the square picture that an input is, or 0 where it is none. */
    public int pictureSide() {
        int width =
                switch (set.batch()) {
                    case Batch.Labelled labelled -> labelled.inputs().length / Math.max(1, count());
                    case Batch.Pairs _, Batch.OfTokens _ -> 0;
                };
        int side = (int) Math.round(Math.sqrt(width));
        return width >= SMALLEST_PICTURE && side * side == width ? side : 0;
    }
}
