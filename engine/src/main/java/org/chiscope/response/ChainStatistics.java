package org.chiscope.response;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The statistics of one chain, fed draw by draw: the scalars of every draw, and for each example
 * the mean of its loss and its co-moment with φ, one set a super-block, centred and in double
 * (Welford, 1962). One owner thread; {@link #snapshot} is what others may see.
 *
 * <p>A finished super-block is stored as float; a snapshot shows the unfinished one rounded alike.
 * What there is an example lies in {@link ExampleBuffers}; a chain holds some only between the
 * first draw of a super-block and its last.
 */
public final class ChainStatistics {
    /** Examples that are worked on at once: what they take stays in the fastest cache. */
    private static final int PIECE = 1024;

    private static final DoubleBuffer NONE = DoubleBuffer.allocate(0);

    private final StatisticsPlan plan;
    private final int chain;
    private final ExampleBuffers buffers;
    private final double[] loss;
    private final double[][] patternLoss;
    private int draws;
    private final List<ExampleBlock> finished = new ArrayList<>();
    private int blockDraws;
    private double blockMean;
    private double blockSquares;
    private DoubleBuffer meanLoss = NONE;
    private DoubleBuffer coMoment = NONE;

    /** Whether these two are this chain's own, and not those of a file. */
    private boolean writable;

    private final List<float[]> unitLosses = new ArrayList<>();

    /** Empty statistics of chain {@code chain}, on the heap. */
    public ChainStatistics(StatisticsPlan plan, int chain) {
        this(plan, chain, ExampleBuffers.HEAP);
    }

    /**
     * Empty statistics of chain {@code chain}, which keeps those of examples in {@code buffers}.
     */
    public ChainStatistics(StatisticsPlan plan, int chain, ExampleBuffers buffers) {
        this.plan = plan;
        this.chain = chain;
        this.buffers = buffers;
        loss = new double[plan.draws()];
        patternLoss = new double[plan.patterns()][plan.draws()];
    }

    /** The mean of the first {@code count} losses, in double, in their order. */
    public static double mean(float[] losses, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += losses[i];
        }
        return sum / count;
    }

    /** Draws so far. */
    public int draws() {
        return draws;
    }

    /**
     * Takes the next draw.
     *
     * @param exampleLosses ℓ_z in nats, one an evaluation example; not changed, not kept
     */
    public void add(float[] exampleLosses) {
        if (exampleLosses.length != plan.examples()) {
            throw new IllegalArgumentException(
                    "A draw needs the losses of "
                            + plan.examples()
                            + " examples, but got "
                            + exampleLosses.length
                            + ".");
        }
        if (draws == plan.draws()) {
            throw new IllegalStateException(
                    "Chain " + chain + " already has its " + draws + " draws.");
        }
        // All room before any number: a full disk must not leave half a draw behind.
        boolean completes = draws + 1 == plan.superBlockStart(finished.size() + 1);
        List<FloatBuffer> room =
                completes
                        ? List.of(buffers.floats(plan.examples()), buffers.floats(plan.examples()))
                        : List.of();
        open();
        loss[draws] = mean(exampleLosses, plan.baseExamples());
        for (int k = 0; k < patternLoss.length; k++) {
            int[] positions = plan.patternExamples().get(k);
            double sum = 0;
            for (int position : positions) {
                sum += exampleLosses[position];
            }
            patternLoss[k][draws] = sum / positions.length;
        }
        addToBlock(loss[draws] - plan.checkpointLoss(), exampleLosses);
        if (plan.units() != null) {
            unitLosses.add(plan.units().means(exampleLosses));
        }
        draws++;
        if (completes) {
            finished.add(block(room.getFirst(), room.getLast()));
            blockDraws = 0;
            blockMean = 0;
            blockSquares = 0;
            meanLoss = NONE;
            coMoment = NONE;
            writable = false;
        }
    }

    /** Makes sure that the unfinished super-block can be written. */
    private void open() {
        if (writable) {
            return;
        }
        DoubleBuffer means = buffers.doubles(plan.examples());
        DoubleBuffer moments = buffers.doubles(plan.examples());
        if (blockDraws > 0) {
            means.put(0, meanLoss, 0, plan.examples());
            moments.put(0, coMoment, 0, plan.examples());
        }
        meanLoss = means;
        coMoment = moments;
        writable = true;
    }

    private void addToBlock(double observable, float[] exampleLosses) {
        blockDraws++;
        double before = observable - blockMean;
        blockMean += before / blockDraws;
        blockSquares += before * (observable - blockMean);
        double share = 1.0 / blockDraws;
        double[] means = new double[PIECE];
        double[] moments = new double[PIECE];
        for (int start = 0; start < exampleLosses.length; start += PIECE) {
            int count = Math.min(PIECE, exampleLosses.length - start);
            meanLoss.get(start, means, 0, count);
            coMoment.get(start, moments, 0, count);
            for (int i = 0; i < count; i++) {
                double away = exampleLosses[start + i] - means[i];
                double mean = means[i] + away * share;
                means[i] = mean;
                moments[i] += before * (exampleLosses[start + i] - mean);
            }
            meanLoss.put(start, means, 0, count);
            coMoment.put(start, moments, 0, count);
        }
    }

    /** The unfinished super-block, rounded into two buffers. */
    private ExampleBlock block(FloatBuffer means, FloatBuffer moments) {
        round(meanLoss, means);
        round(coMoment, moments);
        return new ExampleBlock(chain, blockDraws, blockMean, blockSquares, means, moments);
    }

    private static void round(DoubleBuffer from, FloatBuffer to) {
        double[] exact = new double[PIECE];
        float[] rounded = new float[PIECE];
        for (int start = 0; start < from.limit(); start += PIECE) {
            int count = Math.min(PIECE, from.limit() - start);
            from.get(start, exact, 0, count);
            for (int i = 0; i < count; i++) {
                rounded[i] = (float) exact[i];
            }
            to.put(start, rounded, 0, count);
        }
    }

    /** The scalars of the draws so far; shares their memory, so it costs nothing. */
    public ChainDraws view() {
        return new ChainDraws(chain, plan.checkpointLoss(), loss, patternLoss, draws);
    }

    /** All statistics so far; copies only the unfinished super-block, to the heap. */
    public ChainSnapshot snapshot() {
        List<ExampleBlock> blocks = new ArrayList<>(finished);
        if (blockDraws > 0) {
            blocks.add(
                    block(
                            FloatBuffer.allocate(plan.examples()),
                            FloatBuffer.allocate(plan.examples())));
        }
        return new ChainSnapshot(view(), blocks, unitLosses);
    }

    /**
     * Everything that these statistics hold, for a file. Shares the buffers of examples: to be
     * written before the next draw.
     */
    public StoredStatistics stored() {
        return new StoredStatistics(
                Arrays.copyOf(loss, draws),
                Arrays.stream(patternLoss)
                        .map(values -> Arrays.copyOf(values, draws))
                        .toArray(double[][]::new),
                List.copyOf(finished),
                blockDraws,
                blockMean,
                blockSquares,
                meanLoss,
                coMoment,
                List.copyOf(unitLosses));
    }

    /**
     * Statistics that go on to the last bit where {@code stored} was taken, whose buffers are
     * shared, and not written to.
     *
     * @throws IllegalArgumentException with one sentence if {@code stored} does not fit the plan
     */
    public static ChainStatistics restore(
            StatisticsPlan plan, int chain, ExampleBuffers buffers, StoredStatistics stored) {
        stored.check(plan, chain);
        ChainStatistics statistics = new ChainStatistics(plan, chain, buffers);
        statistics.draws = stored.loss().length;
        System.arraycopy(stored.loss(), 0, statistics.loss, 0, statistics.draws);
        for (int k = 0; k < plan.patterns(); k++) {
            System.arraycopy(
                    stored.patternLoss()[k], 0, statistics.patternLoss[k], 0, statistics.draws);
        }
        statistics.unitLosses.addAll(stored.unitLosses());
        statistics.finished.addAll(stored.finished());
        statistics.blockDraws = stored.blockDraws();
        statistics.blockMean = stored.blockMeanObservable();
        statistics.blockSquares = stored.blockObservableSquares();
        if (stored.blockDraws() > 0) {
            statistics.meanLoss = stored.blockMeanLoss();
            statistics.coMoment = stored.blockCoMoment();
        }
        return statistics;
    }
}
