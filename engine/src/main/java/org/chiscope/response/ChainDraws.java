package org.chiscope.response;

import java.util.Arrays;

/**
 * The scalars of every draw that one chain has made so far: L_t and L_{k,t}, in nats. Immutable: a
 * longer one is another object, which may share its beginning.
 */
public final class ChainDraws {
    private static final int NO_READOUT = -1;

    private final int chain;
    private final double checkpointLoss;
    private final double[] loss;
    private final double[][] patternLoss;
    private final int draws;
    private final int readout;
    private final int patterns;

    /**
     * @param chain number of the chain, from 0
     * @param checkpointLoss L(w*) on the evaluation set, in nats
     * @param loss L_t, at least {@code draws} long
     * @param patternLoss L_{k,t} as {@code [pattern][draw]}, each at least {@code draws} long
     * @param draws how many draws count; entries beyond are never read. The arrays are not copied:
     *     the caller may append to them, but never changes an entry that counts
     */
    public ChainDraws(
            int chain, double checkpointLoss, double[] loss, double[][] patternLoss, int draws) {
        if (loss.length < draws) {
            throw new IllegalArgumentException(
                    "Chain "
                            + chain
                            + " has "
                            + draws
                            + " draws, but only "
                            + loss.length
                            + " losses.");
        }
        for (int k = 0; k < patternLoss.length; k++) {
            if (patternLoss[k].length < draws) {
                throw new IllegalArgumentException(
                        "Chain "
                                + chain
                                + " has "
                                + draws
                                + " draws, but only "
                                + patternLoss[k].length
                                + " losses of pattern "
                                + k
                                + ".");
            }
        }
        this.chain = chain;
        this.checkpointLoss = checkpointLoss;
        this.loss = loss;
        this.patternLoss = patternLoss;
        this.draws = draws;
        readout = NO_READOUT;
        patterns = patternLoss.length;
    }

    private ChainDraws(ChainDraws of, int readout, int patterns) {
        chain = of.chain;
        checkpointLoss = of.checkpointLoss;
        loss = of.loss;
        patternLoss = of.patternLoss;
        draws = of.draws;
        this.readout = readout;
        this.patterns = patterns;
    }

    /**
     * The same draws read otherwise: φ = −L_j of pattern j, and fields that are added, ΔL_k = L_k,
     * of the first {@code columns} patterns alone. Physics' response of a coordinate to forces,
     * with the sign of the field in L_j = −coordinate.
     */
    public ChainDraws reading(int j, int columns) {
        return new ChainDraws(this, j, columns);
    }

    /** Whether φ is a coordinate that is read, not the loss. */
    public boolean isReading() {
        return readout != NO_READOUT;
    }

    /** Number of the chain, from 0. */
    public int chain() {
        return chain;
    }

    /** Draws made so far. */
    public int draws() {
        return draws;
    }

    /** Number of patterns. */
    public int patterns() {
        return patterns;
    }

    /** L(w*) in nats. */
    public double checkpointLoss() {
        return checkpointLoss;
    }

    /** L_t in nats, a copy. */
    public double[] loss() {
        return Arrays.copyOf(loss, draws);
    }

    /** φ_t of every draw: L_t − L(w*) in nats, or what is read. */
    public double[] observable() {
        double[] values = new double[draws];
        for (int t = 0; t < draws; t++) {
            values[t] = isReading() ? -patternLoss[readout][t] : loss[t] - checkpointLoss;
        }
        return values;
    }

    /** ΔL_{k,t} of every draw: L_{k,t} − L_t in nats, or L_{k,t} where fields are added. */
    public double[] contrast(int pattern) {
        double[] values = new double[draws];
        double[] losses = patternLoss[pattern];
        for (int t = 0; t < draws; t++) {
            values[t] = isReading() ? losses[t] : losses[t] - loss[t];
        }
        return values;
    }
}
