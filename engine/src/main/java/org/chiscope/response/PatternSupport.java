package org.chiscope.response;

/**
 * How much data stands behind a pattern.
 *
 * @param tokens its examples
 * @param contexts contexts that hold at least one of them
 */
public record PatternSupport(int tokens, int contexts) {

    /** Counts the support of the pattern with those ascending {@code examples}. */
    public static PatternSupport of(int[] examples, int[] contextOfExample) {
        int contexts = 0;
        for (int i = 0; i < examples.length; i++) {
            if (i == 0 || contextOfExample[examples[i]] != contextOfExample[examples[i - 1]]) {
                contexts++;
            }
        }
        return new PatternSupport(examples.length, contexts);
    }
}
