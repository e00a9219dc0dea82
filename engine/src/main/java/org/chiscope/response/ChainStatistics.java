package org.chiscope.response;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The statistics of one chain, fed draw by draw: the scalars of every draw, and for each example
 * the mean of its loss and its co-moment with φ, one set a super-block, centred and in double
 * (Welford, 1962). One owner thread; {@link #snapshot} is what others may see.
 *
 * <p>A finished super-block is stored as float; a snapshot shows the unfinished one rounded alike.
 */
public final class ChainStatistics {
    private final StatisticsPlan plan;
    private final int chain;
    private final double[] loss;
    private final double[][] patternLoss;
    private int draws;
    private final List<ExampleBlock> finished = new ArrayList<>();
    private int blockDraws;
    private double blockMean;
    private double blockSquares;
    private final double[] meanLoss;
    private final double[] coMoment;
    private final List<float[]> unitLosses = new ArrayList<>();

    /** Empty statistics of chain {@code chain}. */
    public ChainStatistics(StatisticsPlan plan, int chain) {
        this.plan = plan;
        this.chain = chain;
        loss = new double[plan.draws()];
        patternLoss = new double[plan.patterns()][plan.draws()];
        meanLoss = new double[plan.examples()];
        coMoment = new double[plan.examples()];
    }

    /** The mean of losses, in double, in their order. */
    public static double mean(float[] losses) {
        double sum = 0;
        for (float value : losses) {
            sum += value;
        }
        return sum / losses.length;
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
        loss[draws] = mean(exampleLosses);
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
        if (draws == plan.superBlockStart(finished.size() + 1)) {
            finished.add(block());
            blockDraws = 0;
            blockMean = 0;
            blockSquares = 0;
            Arrays.fill(meanLoss, 0);
            Arrays.fill(coMoment, 0);
        }
    }

    private void addToBlock(double observable, float[] exampleLosses) {
        blockDraws++;
        double before = observable - blockMean;
        blockMean += before / blockDraws;
        blockSquares += before * (observable - blockMean);
        double share = 1.0 / blockDraws;
        for (int z = 0; z < meanLoss.length; z++) {
            double away = exampleLosses[z] - meanLoss[z];
            double mean = meanLoss[z] + away * share;
            meanLoss[z] = mean;
            coMoment[z] += before * (exampleLosses[z] - mean);
        }
    }

    private ExampleBlock block() {
        float[] means = new float[meanLoss.length];
        float[] moments = new float[meanLoss.length];
        for (int z = 0; z < means.length; z++) {
            means[z] = (float) meanLoss[z];
            moments[z] = (float) coMoment[z];
        }
        return new ExampleBlock(chain, blockDraws, blockMean, blockSquares, means, moments);
    }

    /** The scalars of the draws so far; shares their memory, so it costs nothing. */
    public ChainDraws view() {
        return new ChainDraws(chain, plan.checkpointLoss(), loss, patternLoss, draws);
    }

    /** All statistics so far; copies only the unfinished super-block. */
    public ChainSnapshot snapshot() {
        List<ExampleBlock> blocks = new ArrayList<>(finished);
        if (blockDraws > 0) {
            blocks.add(block());
        }
        return new ChainSnapshot(view(), blocks, unitLosses);
    }

    /** Everything that these statistics hold, as plain arrays for a file; copies. */
    public StoredStatistics toArrays() {
        return new StoredStatistics(
                Arrays.copyOf(loss, draws),
                Arrays.stream(patternLoss)
                        .map(values -> Arrays.copyOf(values, draws))
                        .toArray(double[][]::new),
                List.copyOf(finished),
                blockDraws,
                blockMean,
                blockSquares,
                meanLoss.clone(),
                coMoment.clone(),
                List.copyOf(unitLosses));
    }

    /**
     * Statistics that go on to the last bit where {@code stored} was taken.
     *
     * @throws IllegalArgumentException with one sentence if the arrays do not fit the plan
     */
    public static ChainStatistics fromArrays(
            StatisticsPlan plan, int chain, StoredStatistics stored) {
        stored.check(plan, chain);
        ChainStatistics statistics = new ChainStatistics(plan, chain);
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
        System.arraycopy(stored.blockMeanLoss(), 0, statistics.meanLoss, 0, plan.examples());
        System.arraycopy(stored.blockCoMoment(), 0, statistics.coMoment, 0, plan.examples());
        return statistics;
    }
}
