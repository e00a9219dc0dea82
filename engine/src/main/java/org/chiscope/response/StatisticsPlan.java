package org.chiscope.response;

import java.util.List;

/**
 * What the statistics of a chain are about; shared by all chains of a run.
 *
 * @param examples number of evaluation examples
 * @param patternExamples positions of each pattern's examples
 * @param checkpointLoss L(w*) on the evaluation set, in nats
 * @param draws draws that the chain is to make
 * @param superBlocks super-blocks of a chain, for the statistics of single examples
 */
public record StatisticsPlan(
        int examples,
        List<int[]> patternExamples,
        double checkpointLoss,
        int draws,
        int superBlocks) {

    /** Super-blocks of an ensemble, over all its chains. */
    public static final int SUPER_BLOCKS = 16;

    /** Above so many examples, statistics of examples have no super-blocks. */
    public static final int MAXIMUM_EXAMPLES = 50_000;

    /**
     * @throws IllegalArgumentException with one sentence if a pattern is empty or out of range
     */
    public StatisticsPlan {
        patternExamples = List.copyOf(patternExamples);
        for (int k = 0; k < patternExamples.size(); k++) {
            int[] positions = patternExamples.get(k);
            if (positions.length == 0) {
                throw new IllegalArgumentException(
                        "Pattern " + k + " is empty: it needs at least one example.");
            }
            for (int position : positions) {
                if (position < 0 || position >= examples) {
                    throw new IllegalArgumentException(
                            "Pattern "
                                    + k
                                    + " holds example "
                                    + position
                                    + ", but there are only "
                                    + examples
                                    + " evaluation examples.");
                }
            }
        }
        if (draws < 1 || superBlocks < 1) {
            throw new IllegalArgumentException(
                    "Statistics need at least 1 draw and 1 super-block, but got "
                            + draws
                            + " and "
                            + superBlocks
                            + ".");
        }
    }

    /**
     * The plan with the usual super-blocks: {@value #SUPER_BLOCKS} over an ensemble's chains, or
     * one a chain above {@value #MAXIMUM_EXAMPLES} examples.
     *
     * @param checkpointLosses ℓ_z(w*) of the evaluation examples, in nats
     * @param chains chains of an ensemble
     */
    public static StatisticsPlan of(
            float[] checkpointLosses, List<int[]> patternExamples, int draws, int chains) {
        int superBlocks =
                checkpointLosses.length > MAXIMUM_EXAMPLES
                        ? 1
                        : Math.max(1, (SUPER_BLOCKS + chains - 1) / chains);
        return new StatisticsPlan(
                checkpointLosses.length,
                patternExamples,
                ChainStatistics.mean(checkpointLosses),
                draws,
                Math.min(superBlocks, draws));
    }

    /** Number of patterns. */
    public int patterns() {
        return patternExamples.size();
    }

    /** First draw of super-block {@code block}; that of block {@link #superBlocks} is the end. */
    int superBlockStart(int block) {
        return (int) ((long) block * draws / superBlocks);
    }
}
