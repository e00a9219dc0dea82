package org.chiscope.response;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A component's susceptibility to single examples, χ_{C,z}: the same as to a pattern with ℓ_z − L
 * in place of ΔL_k (Gordon et al., arXiv:2601.12703), from the super-blocks' statistics. The mean
 * of χ_{C,z} over a pattern's examples is χ_{C,k}, so any new pattern has a value and an error at
 * once. Immutable.
 */
public final class ExampleSusceptibility {
    /** Examples that are worked on at once; single reads of a mapped buffer are slow. */
    private static final int PIECE = 1024;

    private final Side own;
    private final @Nullable Side full;
    private final CellEstimator estimator;
    private final boolean observableMoves;
    private final double[] meanContrast;
    private final double[] fluctuation;
    private final double[] shift;

    /** Of {@code component}, against {@code full}, which is null where it has no draws. */
    ExampleSusceptibility(EnsembleSummary component, @Nullable EnsembleSummary full) {
        boolean same = full != null && full.name().equals(component.name());
        own = new Side(component);
        this.full = full == null || same ? null : new Side(full);
        estimator =
                new CellEstimator(own.blocks, this.full == null ? null : this.full.blocks, same);
        observableMoves = component.observableMoves();
        meanContrast = own.meanContrast();
        fluctuation = own.fluctuation(meanContrast);
        shift = new double[fluctuation.length];
        if (this.full != null) {
            double[] fullMean = this.full.meanContrast();
            for (int z = 0; z < shift.length; z++) {
                shift[z] = -own.meanObservable * (meanContrast[z] - fullMean[z]);
            }
        } else if (!same) {
            Arrays.fill(shift, Double.NaN);
        }
    }

    /** ⟨ℓ_z⟩_C in nats, one an evaluation example. */
    double[] meanLosses() {
        double[] means = new double[meanContrast.length];
        for (int z = 0; z < means.length; z++) {
            means[z] = meanContrast[z] + own.meanObservable + own.checkpointLoss;
        }
        return means;
    }

    /** −Cov_C(φ, ℓ_z − L) in nats², one an evaluation example; a copy. */
    public double[] fluctuation() {
        return fluctuation.clone();
    }

    /** −⟨φ⟩_C (⟨ℓ_z − L⟩_C − ⟨ℓ_z − L⟩) in nats², one an example; NaN where unknown; a copy. */
    public double[] shift() {
        return shift.clone();
    }

    /** Their sum in nats²; a copy. */
    public double[] joint() {
        double[] sum = new double[shift.length];
        for (int z = 0; z < sum.length; z++) {
            sum[z] = fluctuation[z] + shift[z];
        }
        return sum;
    }

    /** The estimates of {@code part} in nats², one an example; NaN where unknown; a copy. */
    public double[] values(Part part) {
        return switch (part) {
            case FLUCTUATION -> fluctuation();
            case SHIFT -> shift();
            case JOINT -> joint();
        };
    }

    /**
     * Monte-Carlo standard errors of {@link #values} in nats², one an example; NaN where unknown.
     * Some microseconds an example.
     */
    public double[] errors(Part part) {
        double[] errors = new double[fluctuation.length];
        for (int z = 0; z < errors.length; z++) {
            errors[z] = pattern(new int[] {z}).of(part).monteCarloError();
        }
        return errors;
    }

    /**
     * The three estimates for the pattern of those examples, be it one example or many, with
     * Monte-Carlo errors from the super-blocks, pooled as blocks are.
     *
     * @param fluctuation CONDITIONAL
     * @param shift of the density on the slice
     * @param joint JOINT
     */
    public record Estimates(Estimate fluctuation, Estimate shift, Estimate joint) {

        /** One of the three. */
        public Estimate of(Part part) {
            return switch (part) {
                case FLUCTUATION -> fluctuation;
                case SHIFT -> shift;
                case JOINT -> joint;
            };
        }
    }

    /** The response to the pattern that holds {@code examples}, each once; at least one. */
    public Estimates pattern(int[] examples) {
        return estimates(result(examples));
    }

    /**
     * Σ_z w_z χ_{C,z}: the response to a signed mixture of examples, such as a data perturbation
     * h_z, whose prediction's error is so known.
     *
     * @param weights w_z, one an evaluation example, of any sign and sum
     */
    public Estimates weighted(double[] weights) {
        return estimates(
                estimator.estimate(
                        own.moments(weights), full == null ? null : full.moments(weights).mean()));
    }

    /**
     * A row of a matrix whose columns are single examples, with what it takes to find the errors of
     * whatever is computed from such matrices; λ̂ and diagnostics are unknown.
     *
     * @param component its name
     * @param examples positions of the columns' examples; each needs some numbers a block
     */
    public SusceptibilityRow row(String component, int[] examples) {
        List<CellEstimator.Result> results = new ArrayList<>();
        List<Cell> cells = new ArrayList<>();
        for (int example : examples) {
            CellEstimator.Result result = result(example);
            Estimates estimates = estimates(result);
            results.add(result);
            cells.add(
                    new Cell(
                            estimates.fluctuation(),
                            estimates.shift(),
                            estimates.joint(),
                            own.blocks.totalDraws(),
                            Double.NaN,
                            1,
                            1));
        }
        double unknown = Double.NaN;
        return new SusceptibilityRow(
                component,
                cells,
                Estimate.UNKNOWN,
                new EnsembleSummary.Diagnostics(
                        unknown,
                        unknown,
                        unknown,
                        unknown,
                        unknown,
                        own.blocks.chains(),
                        own.blocks.count()),
                own.blocks.totalDraws(),
                false,
                null,
                SusceptibilityEstimator.replicates(
                        own.blocks, full == null ? null : full.blocks, false, results));
    }

    private CellEstimator.Result result(int... examples) {
        return estimator.estimate(
                own.moments(examples), full == null ? null : full.moments(examples).mean());
    }

    private Estimates estimates(CellEstimator.Result result) {
        return new Estimates(
                finish(result.fluctuation()), finish(result.shift()), finish(result.joint()));
    }

    private Estimate finish(Estimate estimate) {
        return observableMoves
                ? estimate
                : new Estimate(estimate.value(), Double.NaN, Double.NaN, estimate.blocks());
    }

    /** The super-blocks of an ensemble, in order, and how they are pooled for the errors. */
    private static final class Side {
        final List<ExampleBlock> examples = new ArrayList<>();
        final int[] pooledOf;
        final Blocks blocks;
        final double checkpointLoss;
        final double totalDraws;
        final double meanObservable;

        Side(EnsembleSummary ensemble) {
            List<ChainSnapshot> chains = ensemble.chains();
            checkpointLoss = chains.getFirst().draws().checkpointLoss();
            List<Integer> chainOfPool = new ArrayList<>();
            List<Integer> drawsOfPool = new ArrayList<>();
            List<Integer> pools = new ArrayList<>();
            for (int c = 0; c < chains.size(); c++) {
                int left = chains.get(c).draws().draws();
                for (ExampleBlock block : chains.get(c).exampleBlocks()) {
                    // Adjacent super-blocks are pooled until longer than the wanted length; what is
                    // left at a chain's end must make a whole pool, or joins the last one.
                    int last = drawsOfPool.size() - 1;
                    boolean open = last >= 0 && chainOfPool.get(last) == c;
                    double wanted = ensemble.wantedBlock();
                    if (open && !(drawsOfPool.get(last) > wanted && left > wanted)) {
                        drawsOfPool.set(last, drawsOfPool.get(last) + block.draws());
                    } else {
                        chainOfPool.add(c);
                        drawsOfPool.add(block.draws());
                    }
                    pools.add(drawsOfPool.size() - 1);
                    examples.add(block);
                    left -= block.draws();
                }
            }
            pooledOf = toArray(pools);
            int[] draws = toArray(drawsOfPool);
            totalDraws = Arrays.stream(draws).sum();
            double[] mean = new double[draws.length];
            for (int b = 0; b < pooledOf.length; b++) {
                ExampleBlock block = examples.get(b);
                mean[pooledOf[b]] += block.draws() * block.meanObservable() / draws[pooledOf[b]];
            }
            blocks = new Blocks(toArray(chainOfPool), draws, mean, chains.size());
            meanObservable = blocks.mean(mean);
        }

        private static int[] toArray(List<Integer> values) {
            return values.stream().mapToInt(Integer::intValue).toArray();
        }

        /** Means of ℓ_z − L over all draws. */
        double[] meanContrast() {
            double[] sum = new double[examples.getFirst().meanLoss().limit()];
            for (ExampleBlock block : examples) {
                double meanLoss = block.meanObservable() + checkpointLoss;
                double share = block.draws() / totalDraws;
                float[] means = new float[PIECE];
                for (int start = 0; start < sum.length; start += PIECE) {
                    int count = Math.min(PIECE, sum.length - start);
                    block.meanLoss().get(start, means, 0, count);
                    for (int i = 0; i < count; i++) {
                        sum[start + i] += share * (means[i] - meanLoss);
                    }
                }
            }
            return sum;
        }

        /** −Cov(φ, ℓ_z − L) over all draws. */
        double[] fluctuation(double[] meanContrast) {
            double[] sum = new double[meanContrast.length];
            for (ExampleBlock block : examples) {
                double meanLoss = block.meanObservable() + checkpointLoss;
                double weight = block.draws() * (block.meanObservable() - meanObservable);
                float[] means = new float[PIECE];
                float[] moments = new float[PIECE];
                for (int start = 0; start < sum.length; start += PIECE) {
                    int count = Math.min(PIECE, sum.length - start);
                    block.meanLoss().get(start, means, 0, count);
                    block.coMoment().get(start, moments, 0, count);
                    for (int i = 0; i < count; i++) {
                        sum[start + i] +=
                                moments[i]
                                        - block.observableSquares()
                                        + weight * (means[i] - meanLoss - meanContrast[start + i]);
                    }
                }
            }
            for (int z = 0; z < sum.length; z++) {
                sum[z] /= -(totalDraws - 1);
            }
            return sum;
        }

        /** Moments of the contrast of a pattern in each pool, of the examples' mean. */
        CellMoments moments(int[] positions) {
            return moments(
                    values -> {
                        double sum = 0;
                        for (int position : positions) {
                            sum += values.get(position);
                        }
                        return sum / positions.length;
                    },
                    1);
        }

        /** The same of a weighted sum of examples' contrasts. */
        CellMoments moments(double[] weights) {
            return moments(
                    values -> {
                        double sum = 0;
                        for (int z = 0; z < weights.length; z++) {
                            sum += weights[z] * values.get(z);
                        }
                        return sum;
                    },
                    Arrays.stream(weights).sum());
        }

        /** Merged by Chan's formula; {@code total} is the sum of what {@code mix} weighs by. */
        private CellMoments moments(ToDoubleFunction<FloatBuffer> mix, double total) {
            double[] blockMean = new double[examples.size()];
            double[] mean = new double[blocks.count()];
            double[] coMoment = new double[mean.length];
            for (int b = 0; b < blockMean.length; b++) {
                ExampleBlock block = examples.get(b);
                blockMean[b] =
                        mix.applyAsDouble(block.meanLoss())
                                - total * (block.meanObservable() + checkpointLoss);
                int pool = pooledOf[b];
                mean[pool] += block.draws() * blockMean[b] / blocks.draws()[pool];
                coMoment[pool] +=
                        mix.applyAsDouble(block.coMoment()) - total * block.observableSquares();
            }
            for (int b = 0; b < blockMean.length; b++) {
                ExampleBlock block = examples.get(b);
                int pool = pooledOf[b];
                coMoment[pool] +=
                        block.draws()
                                * (block.meanObservable() - blocks.meanObservable()[pool])
                                * (blockMean[b] - mean[pool]);
            }
            return new CellMoments(mean, coMoment);
        }
    }
}
