package org.chiscope.response;

import java.util.List;

/**
 * The content of a {@link ChainStatistics} as plain arrays, to be written to a file and read back.
 *
 * @param loss L_t, one a draw
 * @param patternLoss L_{k,t} as {@code [pattern][draw]}
 * @param finished the finished super-blocks
 * @param blockDraws draws in the unfinished super-block
 * @param blockMeanObservable mean of φ in it
 * @param blockObservableSquares Σ (φ − its mean)² in it
 * @param blockMeanLoss mean of ℓ_z in it, one an example
 * @param blockCoMoment co-moment of φ and ℓ_z in it, one an example
 */
@SuppressWarnings("ArrayRecordComponent") // the content of a file, never compared
public record StoredStatistics(
        double[] loss,
        double[][] patternLoss,
        List<ExampleBlock> finished,
        int blockDraws,
        double blockMeanObservable,
        double blockObservableSquares,
        double[] blockMeanLoss,
        double[] blockCoMoment) {

    /** Throws one sentence if these do not belong to {@code plan}. */
    void check(StatisticsPlan plan, int chain) {
        String of = "The stored statistics of chain " + chain + " ";
        if (loss.length > plan.draws()) {
            throw new IllegalArgumentException(
                    of + "hold " + loss.length + " draws, but the run makes " + plan.draws() + ".");
        }
        if (patternLoss.length != plan.patterns()) {
            throw new IllegalArgumentException(
                    of
                            + "are about "
                            + patternLoss.length
                            + " patterns, but the run has "
                            + plan.patterns()
                            + ".");
        }
        for (double[] values : patternLoss) {
            if (values.length != loss.length) {
                throw new IllegalArgumentException(
                        of
                                + "hold "
                                + loss.length
                                + " draws, but "
                                + values.length
                                + " of one pattern.");
            }
        }
        boolean sizes =
                blockMeanLoss.length == plan.examples() && blockCoMoment.length == plan.examples();
        int counted = blockDraws;
        for (ExampleBlock block : finished) {
            sizes &=
                    block.meanLoss().length == plan.examples()
                            && block.coMoment().length == plan.examples();
            counted += block.draws();
        }
        if (!sizes) {
            throw new IllegalArgumentException(
                    of + "are not about the run's " + plan.examples() + " evaluation examples.");
        }
        if (counted != loss.length
                || finished.size() > plan.superBlockEnds().size()
                || plan.superBlockStart(finished.size()) + blockDraws != counted) {
            throw new IllegalArgumentException(
                    of
                            + "have super-blocks of "
                            + counted
                            + " draws that do not fit the "
                            + loss.length
                            + " draws of the run.");
        }
    }
}
