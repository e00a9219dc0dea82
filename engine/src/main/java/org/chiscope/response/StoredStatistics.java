package org.chiscope.response;

import java.nio.DoubleBuffer;
import java.util.List;

/**
 * The content of a {@link ChainStatistics} as plain arrays and buffers, to be written to a file and
 * read back.
 *
 * @param loss L_t, one a draw
 * @param patternLoss L_{k,t} as {@code [pattern][draw]}
 * @param finished the finished super-blocks
 * @param blockDraws draws in the unfinished super-block
 * @param blockMeanObservable mean of φ in it
 * @param blockObservableSquares Σ (φ − its mean)² in it
 * @param blockMeanLoss mean of ℓ_z in it, one an example; may be empty if it has no draw
 * @param blockCoMoment co-moment of φ and ℓ_z in it, likewise
 * @param unitLosses losses of the units at each draw; empty if none are kept
 */
@SuppressWarnings("ArrayRecordComponent") // the content of a file, never compared
public record StoredStatistics(
        double[] loss,
        double[][] patternLoss,
        List<ExampleBlock> finished,
        int blockDraws,
        double blockMeanObservable,
        double blockObservableSquares,
        DoubleBuffer blockMeanLoss,
        DoubleBuffer blockCoMoment,
        List<float[]> unitLosses) {

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
        int units = plan.units() == null ? 0 : plan.units().count();
        if (unitLosses.size() != (units == 0 ? 0 : loss.length)
                || unitLosses.stream().anyMatch(losses -> losses.length != units)) {
            throw new IllegalArgumentException(
                    of + "do not hold the losses of " + units + " units at each draw.");
        }
        boolean sizes = fits(blockMeanLoss, plan) && fits(blockCoMoment, plan);
        int counted = blockDraws;
        for (ExampleBlock block : finished) {
            sizes &=
                    block.meanLoss().limit() == plan.examples()
                            && block.coMoment().limit() == plan.examples();
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

    private boolean fits(DoubleBuffer open, StatisticsPlan plan) {
        return open.limit() == plan.examples() || (open.limit() == 0 && blockDraws == 0);
    }
}
