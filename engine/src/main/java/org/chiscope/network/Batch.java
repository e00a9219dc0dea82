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

    /** The units at those places, in that order, as a batch of their own. */
    Batch select(int[] units);

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
        public Tokens select(int[] units) {
            int[] selected = new int[units.length * length];
            for (int i = 0; i < units.length; i++) {
                System.arraycopy(tokens, units[i] * length, selected, i * length, length);
            }
            return new Tokens(selected, units.length, length);
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
                    rows(inputs, inputs.length / count, units),
                    rows(targets, targets.length / count, units),
                    units.length);
        }

        private static float[] rows(float[] values, int width, int[] chosen) {
            float[] selected = new float[chosen.length * width];
            for (int i = 0; i < chosen.length; i++) {
                System.arraycopy(values, chosen[i] * width, selected, i * width, width);
            }
            return selected;
        }

        @Override
        public int examplesPerUnit() {
            return 1;
        }
    }
}
