package org.chiscope.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.chiscope.format.FormatException;
import org.chiscope.format.WriteException;
import org.chiscope.network.Batch;

/**
 * Contexts of tokens for a language model.
 *
 * <p>An example is a position t ≥ 1 of a context: the loss of token t given tokens 0 … t − 1.
 * Example {@code context·(length − 1) + t − 1} is position t of that context. The arrays are
 * shared, not copied; nobody writes to them.
 *
 * @param contexts how many, at least 1
 * @param length tokens in each, at least 2
 * @param tokens [contexts, length], row by row
 * @param source [contexts]: where each context comes from, a position in {@code sourceNames}; empty
 *     if that is not known
 * @param sourceNames the names of the sources; empty if they are not known
 */
public record TokenData(
        int contexts, int length, int[] tokens, int[] source, List<String> sourceNames) {

    /**
     * @throws IllegalArgumentException if the shapes disagree, a token is negative, or a source has
     *     no name
     */
    public TokenData {
        sourceNames = List.copyOf(sourceNames);
        if (contexts < 1 || length < 2) {
            throw new IllegalArgumentException(
                    "Token data needs at least 1 context of at least 2 tokens, but has "
                            + contexts
                            + " of "
                            + length
                            + ".");
        }
        if (tokens.length != (long) contexts * length) {
            throw new IllegalArgumentException(
                    "Token data of "
                            + contexts
                            + " contexts of "
                            + length
                            + " tokens needs "
                            + (long) contexts * length
                            + " tokens, but has "
                            + tokens.length
                            + ".");
        }
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] < 0) {
                throw new IllegalArgumentException(
                        "Tokens are at least 0, but token "
                                + i % length
                                + " of context "
                                + i / length
                                + " is "
                                + tokens[i]
                                + ".");
            }
        }
        if (source.length != (sourceNames.isEmpty() ? 0 : contexts)) {
            throw new IllegalArgumentException(
                    "Token data with "
                            + sourceNames.size()
                            + " named sources and "
                            + contexts
                            + " contexts needs the source of each context, or neither; it has "
                            + source.length
                            + ".");
        }
        for (int c = 0; c < source.length; c++) {
            if (source[c] < 0 || source[c] >= sourceNames.size()) {
                throw new IllegalArgumentException(
                        "Context "
                                + c
                                + " has source "
                                + source[c]
                                + ", but the named sources are 0 … "
                                + (sourceNames.size() - 1)
                                + ".");
            }
        }
    }

    /**
     * Reads a safetensors file: a tensor {@code tokens} [contexts, length] of U8, U16, I32 or I64;
     * if the sources are known, a tensor {@code source} [contexts] of the same types, and their
     * names as a JSON array in the metadata {@code sources}.
     *
     * @throws FormatException if it is missing, malformed or contradicts itself: one sentence
     */
    public static TokenData read(Path path) throws FormatException {
        return TokenFile.read(path);
    }

    /**
     * Writes the file that {@link #read} reads, each tensor in the smallest type that holds it.
     *
     * @throws WriteException if it cannot be written: one sentence
     */
    public void write(Path path) throws WriteException {
        TokenFile.write(path, this);
    }

    /** The same for a network; shares the tokens. */
    public Batch.Tokens batch() {
        return new Batch.Tokens(tokens, contexts, length);
    }

    /** The number of examples: contexts·(length − 1). */
    public int examples() {
        return contexts * (length - 1);
    }

    /** The context of an example. */
    public int contextOf(int example) {
        return example / (length - 1);
    }

    /** The position t ≥ 1 of an example in its context. */
    public int positionOf(int example) {
        return example % (length - 1) + 1;
    }

    /** The example that is position {@code t} ≥ 1 of {@code context}. */
    public int example(int context, int t) {
        return context * (length - 1) + t - 1;
    }

    /** Token {@code t} of {@code context}. */
    public int token(int context, int t) {
        return tokens[context * length + t];
    }

    /** The largest token; a model's vocabulary must be larger. */
    public int largestToken() {
        return Arrays.stream(tokens).max().orElseThrow();
    }

    /**
     * The contexts of a source, ascending.
     *
     * @throws IllegalArgumentException with one sentence if there is no such source
     */
    public int[] contextsOf(String sourceName) {
        int wanted = sourceNames.indexOf(sourceName);
        if (wanted < 0) {
            throw new IllegalArgumentException(
                    "There is no source \""
                            + sourceName
                            + "\"; known are "
                            + String.join(", ", sourceNames)
                            + ".");
        }
        return IntStream.range(0, contexts).filter(c -> source[c] == wanted).toArray();
    }

    /** The contexts named by {@code which}, in that order; the names of the sources stay. */
    public TokenData select(int... which) {
        int[] chosen = new int[which.length * length];
        int[] chosenSource = new int[source.length == 0 ? 0 : which.length];
        for (int i = 0; i < which.length; i++) {
            System.arraycopy(tokens, which[i] * length, chosen, i * length, length);
            if (source.length > 0) {
                chosenSource[i] = source[which[i]];
            }
        }
        return new TokenData(which.length, length, chosen, chosenSource, sourceNames);
    }

    /**
     * These contexts and then those of {@code others}, which count as one more source if these have
     * any.
     *
     * @throws IllegalArgumentException with one sentence if the lengths differ, or there is a
     *     source of that name
     */
    public TokenData followedBy(String sourceName, TokenData others) {
        if (others.length != length) {
            throw new IllegalArgumentException(
                    "The contexts of \""
                            + sourceName
                            + "\" must have "
                            + length
                            + " tokens, as those that they are put to, but have "
                            + others.length
                            + ".");
        }
        if (sourceNames.contains(sourceName)) {
            throw new IllegalArgumentException(
                    "There is already a source \""
                            + sourceName
                            + "\"; give the other one another name.");
        }
        int all = contexts + others.contexts;
        int[] joined = Arrays.copyOf(tokens, all * length);
        System.arraycopy(others.tokens, 0, joined, contexts * length, others.tokens.length);
        if (sourceNames.isEmpty()) {
            return new TokenData(all, length, joined, source, sourceNames);
        }
        int[] from = Arrays.copyOf(source, all);
        Arrays.fill(from, contexts, all, sourceNames.size());
        List<String> names = new ArrayList<>(sourceNames);
        names.add(sourceName);
        return new TokenData(all, length, joined, from, names);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenData data
                && contexts == data.contexts
                && length == data.length
                && Arrays.equals(tokens, data.tokens)
                && Arrays.equals(source, data.source)
                && sourceNames.equals(data.sourceNames);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(tokens);
    }
}
