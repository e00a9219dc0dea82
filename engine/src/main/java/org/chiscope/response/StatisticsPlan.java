package org.chiscope.response;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.sampling.ChainSettings;
import org.jspecify.annotations.Nullable;

/**
 * What the statistics of a chain are about; shared by all chains of a run.
 *
 * @param examples number of evaluation examples, those of probe sets among them
 * @param baseExamples how many of them, the first ones, L is the mean of
 * @param patternExamples positions of each pattern's examples
 * @param checkpointLoss L(w*) on the evaluation set, in nats
 * @param units whose losses are kept at every draw, or null
 * @param superBlockEnds draws after which each super-block of a chain, for the statistics of single
 *     examples, is complete; ascending, the last are all draws that the chain is to make
 */
public record StatisticsPlan(
        int examples,
        int baseExamples,
        List<int[]> patternExamples,
        double checkpointLoss,
        @Nullable LossUnits units,
        List<Integer> superBlockEnds) {

    /**
     * Usual super-blocks of an ensemble, over all its chains; as many again for draws added later.
     */
    public static final int SUPER_BLOCKS = 16;

    /** Above so many examples, statistics of examples have no super-blocks. */
    public static final int MAXIMUM_EXAMPLES = 50_000;

    /**
     * @throws IllegalArgumentException with one sentence if L is the mean of nothing, a pattern is
     *     empty or out of range, or a super-block holds no draw
     */
    public StatisticsPlan {
        if (baseExamples < 1 || baseExamples > examples) {
            throw new IllegalArgumentException(
                    "The loss must be the mean of 1 to "
                            + examples
                            + " evaluation examples, but is asked for of "
                            + baseExamples
                            + ".");
        }
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
        superBlockEnds = List.copyOf(superBlockEnds);
        int before = 0;
        boolean ascending = true;
        for (int end : superBlockEnds) {
            ascending &= end > before;
            before = end;
        }
        if (superBlockEnds.isEmpty() || !ascending) {
            throw new IllegalArgumentException(
                    "Statistics need at least 1 super-block, and a draw in each, but they end at "
                            + superBlockEnds
                            + ".");
        }
    }

    /**
     * The plan with so many super-blocks over an ensemble's chains, at least one a chain, and only
     * one a chain above {@value #MAXIMUM_EXAMPLES} examples; and as many again for each time that
     * draws were added, so that finished super-blocks stay as they are.
     *
     * @param checkpointLosses ℓ_z(w*) of the evaluation examples, in nats
     * @param baseExamples how many of them L is the mean of
     * @param schedule of each chain
     * @param chains chains of an ensemble
     * @param exampleBlocks super-blocks of an ensemble, usually {@value #SUPER_BLOCKS}
     */
    public static StatisticsPlan of(
            float[] checkpointLosses,
            int baseExamples,
            List<int[]> patternExamples,
            ChainSettings schedule,
            int chains,
            int exampleBlocks) {
        int superBlocks =
                checkpointLosses.length > MAXIMUM_EXAMPLES
                        ? 1
                        : Math.max(1, (exampleBlocks + chains - 1) / chains);
        List<Integer> ends = new ArrayList<>();
        int start = 0;
        for (int planned : schedule.plannedDraws()) {
            int draws = planned - start;
            int count = Math.min(superBlocks, draws);
            for (int block = 1; block <= count; block++) {
                ends.add(start + (int) ((long) block * draws / count));
            }
            start = planned;
        }
        return new StatisticsPlan(
                checkpointLosses.length,
                baseExamples,
                patternExamples,
                ChainStatistics.mean(checkpointLosses, baseExamples),
                null,
                ends);
    }

    /** Statistics without the losses of units, or probe sets. */
    StatisticsPlan(
            int examples,
            List<int[]> patternExamples,
            double checkpointLoss,
            List<Integer> superBlockEnds) {
        this(examples, examples, patternExamples, checkpointLoss, null, superBlockEnds);
    }

    /** The same, but the losses of units are kept. */
    public StatisticsPlan keeping(@Nullable LossUnits kept) {
        return new StatisticsPlan(
                examples, baseExamples, patternExamples, checkpointLoss, kept, superBlockEnds);
    }

    /** Draws that the chain is to make. */
    public int draws() {
        return superBlockEnds.getLast();
    }

    /** Number of patterns. */
    public int patterns() {
        return patternExamples.size();
    }

    /** First draw of super-block {@code block}; after the last one, the end of all draws. */
    int superBlockStart(int block) {
        return block == 0 ? 0 : superBlockEnds.get(block - 1);
    }
}
