package org.chiscope.network;

import java.util.Arrays;

/** Examples in the form that a network reads. */
public sealed interface Batch {

    /** Number of units that are computed together: contexts, or input–target pairs. */
    int units();

    /** Number of examples of one unit: each has a loss of its own. */
    int examplesPerUnit();

    /**
     * Rows of an activation that one unit has: one an example, unless a network reads many
     * positions for one.
     */
    default int rowsPerUnit() {
        return examplesPerUnit();
    }

    /** Number of examples. */
    default int examples() {
        return units() * examplesPerUnit();
    }

    /** The units at those places, in that order, as a batch of their own. */
    Batch select(int[] units);

    /**
     * This batch and then another, as one.
     *
     * @throws IllegalArgumentException with one sentence if they are not of one kind and width
     */
    default Batch followedBy(Batch other) {
        return switch (this) {
            case Tokens a when other instanceof Tokens b && a.length() == b.length() ->
                    new Tokens(
                            joined(a.tokens(), b.tokens()),
                            a.contexts() + b.contexts(),
                            a.length());
            case Sequences a when other instanceof Sequences b && a.length() == b.length() ->
                    new Sequences(
                            joined(a.tokens(), b.tokens()),
                            a.length(),
                            joined(a.labels(), b.labels()));
            case Labelled a
                    when other instanceof Labelled b
                            && a.inputs().length / a.units() == b.inputs().length / b.units() ->
                    new Labelled(joined(a.inputs(), b.inputs()), joined(a.labels(), b.labels()));
            case Pairs a
                    when other instanceof Pairs b
                            && a.inputs().length / a.count() == b.inputs().length / b.count()
                            && a.targets().length / a.count() == b.targets().length / b.count() ->
                    new Pairs(
                            joined(a.inputs(), b.inputs()),
                            joined(a.targets(), b.targets()),
                            a.count() + b.count());
            case Tokens _, Sequences _, Labelled _, Pairs _ ->
                    throw new IllegalArgumentException(
                            "Two sets of examples can only be joined if they are of one kind and width,"
                                    + " but the units of one have "
                                    + rowsPerUnit()
                                    + " rows and "
                                    + examplesPerUnit()
                                    + " examples, those of the other "
                                    + other.rowsPerUnit()
                                    + " and "
                                    + other.examplesPerUnit()
                                    + ".");
        };
    }

    /** Units that are rows of tokens. */
    sealed interface OfTokens extends Batch {
        /** Row by row. */
        int[] tokens();

        /** Tokens of a row. */
        int length();
    }

    /** Units each of which has one of finitely many classes. */
    sealed interface Classified extends Batch {
        /** Class of each unit, from 0. */
        int[] labels();

        @Override
        default int units() {
            return labels().length;
        }

        @Override
        default int examplesPerUnit() {
            return 1;
        }
    }

    /**
     * Contexts of tokens: example t ≥ 1 of a context is its token t given the tokens before.
     *
     * @param tokens contexts × length, row-major
     * @param contexts number of contexts
     * @param length tokens in a context, at least 2
     */
    record Tokens(int[] tokens, int contexts, int length) implements OfTokens {
        public Tokens {
            if (length < 2 || contexts < 1 || tokens.length != contexts * length) {
                throw new IllegalArgumentException(
                        "A token batch needs contexts × length tokens with length ≥ 2, but got "
                                + tokens.length
                                + " tokens for "
                                + contexts
                                + " × "
                                + length
                                + ".");
            }
        }

        @Override
        public int units() {
            return contexts;
        }

        @Override
        public Tokens select(int[] units) {
            return new Tokens(rowsOf(tokens, length, units), units.length, length);
        }

        @Override
        public int examplesPerUnit() {
            return length - 1;
        }
    }

    /**
     * Input–target pairs.
     *
     * @param inputs count × input width, row-major
     * @param targets count × output width, row-major
     * @param count number of pairs
     */
    record Pairs(float[] inputs, float[] targets, int count) implements Batch {
        @Override
        public int units() {
            return count;
        }

        @Override
        public Pairs select(int[] units) {
            return new Pairs(
                    rowsOf(inputs, inputs.length / count, units),
                    rowsOf(targets, targets.length / count, units),
                    units.length);
        }

        @Override
        public int examplesPerUnit() {
            return 1;
        }
    }

    /**
     * Sequences of tokens, each with a class that is read from its last position.
     *
     * @param tokens labels.length × length, row-major
     * @param length tokens in a sequence
     * @param labels class of each sequence
     */
    record Sequences(int[] tokens, int length, int[] labels) implements OfTokens, Classified {
        public Sequences {
            if (length < 1 || labels.length < 1 || tokens.length != labels.length * length) {
                throw new IllegalArgumentException(
                        "A batch of sequences needs labels × length tokens, but got "
                                + tokens.length
                                + " tokens for "
                                + labels.length
                                + " × "
                                + length
                                + ".");
            }
        }

        @Override
        public int rowsPerUnit() {
            return length;
        }

        @Override
        public Sequences select(int[] units) {
            return new Sequences(rowsOf(tokens, length, units), length, rowsOf(labels, 1, units));
        }
    }

    /**
     * Inputs, each with a class.
     *
     * @param inputs labels.length × input width, row-major
     * @param labels class of each input
     */
    record Labelled(float[] inputs, int[] labels) implements Classified {
        @Override
        public Labelled select(int[] units) {
            return new Labelled(
                    rowsOf(inputs, inputs.length / labels.length, units), rowsOf(labels, 1, units));
        }
    }

    private static int[] joined(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static float[] joined(float[] a, float[] b) {
        float[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static int[] rowsOf(int[] values, int width, int[] chosen) {
        int[] selected = new int[chosen.length * width];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(values, chosen[i] * width, selected, i * width, width);
        }
        return selected;
    }

    private static float[] rowsOf(float[] values, int width, int[] chosen) {
        float[] selected = new float[chosen.length * width];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(values, chosen[i] * width, selected, i * width, width);
        }
        return selected;
    }
}
