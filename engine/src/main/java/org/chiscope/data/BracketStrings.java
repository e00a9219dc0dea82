package org.chiscope.data;

import java.util.Arrays;
import java.util.Map;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Batch;

/**
 * Strings of brackets, class 1 if they nest (Wang and Murfet, arXiv:2601.13548). Two algorithms fit
 * the training set: NESTED, which never closes what is not open, and EQUAL-COUNT, which compares
 * numbers, since every string that does not nest has unequal counts there. The probe set {@value
 * #UNNESTED} tells them apart: its strings have equal counts and do not nest, and all are of class
 * 0.
 *
 * <p>A string is the tokens start (0), {@code (} (1) or {@code )} (2) as often as it is long, end
 * (3). Labels: {@code string}, {@code nests} (yes or no), {@code excess} (opening less closing
 * brackets), {@code depth} (most open at once), {@code violation} (position of the first closing
 * bracket without partner, from 1, blank if there is none), {@code flipped} (yes or no) and {@code
 * set}.
 *
 * @param length brackets of a string, even, at least 4
 * @param examples strings of each class to train on
 * @param evaluationExamples strings of each class, the first of these, that form the evaluation set
 * @param flipped share of the strings to train on, drawn at random, whose class is the wrong one:
 *     then neither algorithm gains by ever larger logits, and the trained weights are a minimum
 * @param probeExamples strings of the probe set, none of them flipped
 */
public record BracketStrings(
        int length, int examples, int evaluationExamples, double flipped, int probeExamples)
        implements Generator {
    /** Name of the strings that have equal counts and do not nest. */
    public static final String UNNESTED = "equal but not nested";

    private static final int START = 0;
    private static final int OPEN = 1;
    private static final int CLOSE = 2;
    private static final int END = 3;

    /** Longest string for which the number of all that nest fits into a double exactly enough. */
    private static final int LONGEST = 128;

    /**
     * @throws IllegalArgumentException with one sentence that names the bad value
     */
    public BracketStrings {
        if (length < 4 || length % 2 != 0 || length > LONGEST) {
            throw new IllegalArgumentException(
                    "Bracket strings need an even length from 4 to "
                            + LONGEST
                            + ", but it is "
                            + length
                            + ".");
        }
        if (examples < 1 || probeExamples < 1) {
            throw new IllegalArgumentException(
                    "Bracket strings need at least 1 example and probeExample, but they are "
                            + examples
                            + " and "
                            + probeExamples
                            + ".");
        }
        if (!(flipped >= 0 && flipped < 0.5)) {
            throw new IllegalArgumentException(
                    "flipped must be at least 0 and below 0.5, but it is " + flipped + ".");
        }
        if (evaluationExamples < 1 || evaluationExamples > examples) {
            throw new IllegalArgumentException(
                    "evaluationExamples must lie between 1 and examples, "
                            + examples
                            + ", but it is "
                            + evaluationExamples
                            + ".");
        }
    }

    @Override
    public GeneratedData generate(long seed) {
        LabelTable labels = new LabelTable();
        double[][] ways = ways();
        int[] tokens = new int[2 * examples * (length + 2)];
        int[] classes = new int[2 * examples];
        for (int z = 0; z < classes.length; z++) {
            RandomStream random = RandomStream.of(seed, RandomStream.hash("brackets"), z);
            int right = z % 2;
            int[] string = right == 1 ? nested(random, ways) : unequal(random);
            put(string, tokens, z);
            boolean wrong = random.nextDouble() < flipped;
            classes[z] = wrong ? 1 - right : right;
            if (z < 2 * evaluationExamples) {
                label(labels, string, wrong, "train");
            }
        }
        int[] probe = new int[probeExamples * (length + 2)];
        for (int z = 0; z < probeExamples; z++) {
            RandomStream random = RandomStream.of(seed, RandomStream.hash(UNNESTED), z);
            int[] string = unnested(random);
            put(string, probe, z);
            label(labels, string, false, UNNESTED);
        }
        return new GeneratedData(
                new Batch.Sequences(tokens, length + 2, classes),
                new Batch.Sequences(
                        Arrays.copyOf(tokens, 2 * evaluationExamples * (length + 2)),
                        length + 2,
                        Arrays.copyOf(classes, 2 * evaluationExamples)),
                Map.of(UNNESTED, new Batch.Sequences(probe, length + 2, new int[probeExamples])),
                labels.labels());
    }

    private void put(int[] string, int[] tokens, int place) {
        int at = place * (length + 2);
        tokens[at] = START;
        System.arraycopy(string, 0, tokens, at + 1, length);
        tokens[at + length + 1] = END;
    }

    /** Strings that go on from so many open brackets with so many left and nest at the end. */
    private double[][] ways() {
        double[][] ways = new double[length + 1][length + 2];
        ways[0][0] = 1;
        for (int left = 1; left <= length; left++) {
            for (int open = 0; open <= length; open++) {
                ways[left][open] =
                        ways[left - 1][open + 1] + (open > 0 ? ways[left - 1][open - 1] : 0);
            }
        }
        return ways;
    }

    /** Uniform among all that nest. */
    private int[] nested(RandomStream random, double[][] ways) {
        int[] string = new int[length];
        int open = 0;
        for (int i = 0; i < length; i++) {
            int left = length - i;
            boolean opens = random.nextDouble() * ways[left][open] < ways[left - 1][open + 1];
            string[i] = opens ? OPEN : CLOSE;
            open += opens ? 1 : -1;
        }
        return string;
    }

    /** Uniform among all with unequal counts. */
    private int[] unequal(RandomStream random) {
        while (true) {
            int[] string = new int[length];
            int excess = 0;
            for (int i = 0; i < length; i++) {
                string[i] = random.nextDouble() < 0.5 ? OPEN : CLOSE;
                excess += string[i] == OPEN ? 1 : -1;
            }
            if (excess != 0) {
                return string;
            }
        }
    }

    /** Uniform among all with equal counts that do not nest. */
    private int[] unnested(RandomStream random) {
        while (true) {
            int[] order = random.permutation(length);
            int[] string = new int[length];
            for (int i = 0; i < length; i++) {
                string[i] = order[i] < length / 2 ? OPEN : CLOSE;
            }
            if (violation(string) > 0) {
                return string;
            }
        }
    }

    /** Position of the first closing bracket without partner, from 1; 0 if there is none. */
    private static int violation(int[] string) {
        int open = 0;
        for (int i = 0; i < string.length; i++) {
            open += string[i] == OPEN ? 1 : -1;
            if (open < 0) {
                return i + 1;
            }
        }
        return 0;
    }

    private void label(LabelTable labels, int[] string, boolean wrong, String set) {
        StringBuilder text = new StringBuilder();
        int open = 0;
        int depth = 0;
        for (int token : string) {
            text.append(token == OPEN ? '(' : ')');
            open += token == OPEN ? 1 : -1;
            depth = Math.max(depth, open);
        }
        int violation = violation(string);
        labels.add("string", text.toString());
        labels.add("nests", violation == 0 && open == 0 ? "yes" : "no");
        labels.add("excess", open);
        labels.add("depth", depth);
        labels.add("violation", violation == 0 ? "" : Integer.toString(violation));
        labels.add("flipped", wrong ? "yes" : "no");
        labels.add("set", set);
    }
}
