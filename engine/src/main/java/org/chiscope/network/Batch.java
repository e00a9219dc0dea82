package org.chiscope.network;

/** Examples in the form that a network reads. */
public sealed interface Batch {

    /** Number of units that are computed together: contexts, or input–target pairs. */
    int units();

    /** Number of examples of one unit: each has a loss of its own. */
    int examplesPerUnit();

    /** Number of examples. */
    default int examples() {
        return units() * examplesPerUnit();
    }

    /**
     * Contexts of tokens: example t ≥ 1 of a context is its token t given the tokens before.
     *
     * @param tokens contexts × length, row-major
     * @param contexts number of contexts
     * @param length tokens in a context, at least 2
     */
    record Tokens(int[] tokens, int contexts, int length) implements Batch {
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
        public int examplesPerUnit() {
            return 1;
        }
    }
}
