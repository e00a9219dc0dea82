package org.chiscope.response;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A component's susceptibility to single examples, χ_{C,z}: the same as to a pattern with ℓ_z − L
 * in place of ΔL_k (Gordon et al., arXiv:2601.12703), from the super-blocks' statistics. The mean
 * of χ_{C,z} over a pattern's examples is χ_{C,k}, so any new pattern has a value and an error at
 * once. Immutable.
 */
public final class ExampleSusceptibility {
    private final Part own;
    private final @Nullable Part full;
    private final CellEstimator estimator;
    private final boolean observableMoves;
    private final double[] fluctuation;
    private final double[] shift;

    /** Of {@code component}, against {@code full}, which is null where it has no draws. */
    ExampleSusceptibility(EnsembleSummary component, @Nullable EnsembleSummary full) {
        boolean same = full != null && full.name().equals(component.name());
        own = new Part(component);
        this.full = full == null || same ? null : new Part(full);
        estimator =
                new CellEstimator(own.blocks, this.full == null ? null : this.full.blocks, same);
        observableMoves = component.observableMoves();
        fluctuation = own.fluctuation();
        shift = new double[fluctuation.length];
        if (this.full != null) {
            double meanObservable = own.blocks.mean(own.blocks.meanObservable());
            double[] ownMean = own.meanContrast();
            double[] fullMean = this.full.meanContrast();
            for (int z = 0; z < shift.length; z++) {
                shift[z] = -meanObservable * (ownMean[z] - fullMean[z]);
            }
        } else if (!same) {
            Arrays.fill(shift, Double.NaN);
        }
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

    /**
     * The three estimates for the pattern of those examples, be it one example or many, with
     * Monte-Carlo errors from the super-blocks.
     *
     * @param fluctuation CONDITIONAL
     * @param shift of the density on the slice
     * @param joint JOINT
     */
    public record Estimates(Estimate fluctuation, Estimate shift, Estimate joint) {}

    /** The response to the pattern that holds {@code examples}, each once; at least one. */
    public Estimates pattern(int[] examples) {
        CellEstimator.Result result =
                estimator.estimate(
                        own.moments(examples), full == null ? null : full.moments(examples).mean());
        return new Estimates(
                finish(result.fluctuation()), finish(result.shift()), finish(result.joint()));
    }

    private Estimate finish(Estimate estimate) {
        return observableMoves
                ? estimate
                : new Estimate(estimate.value(), Double.NaN, Double.NaN, estimate.blocks());
    }

    /** The super-blocks of an ensemble, in order. */
    private static final class Part {
        final List<ExampleBlock> examples = new ArrayList<>();
        final Blocks blocks;
        final double checkpointLoss;

        Part(EnsembleSummary ensemble) {
            List<ChainSnapshot> chains = ensemble.chains();
            checkpointLoss = chains.getFirst().draws().checkpointLoss();
            List<Integer> positions = new ArrayList<>();
            for (int c = 0; c < chains.size(); c++) {
                for (ExampleBlock block : chains.get(c).exampleBlocks()) {
                    examples.add(block);
                    positions.add(c);
                }
            }
            int[] chain = new int[examples.size()];
            int[] draws = new int[chain.length];
            double[] mean = new double[chain.length];
            for (int b = 0; b < chain.length; b++) {
                chain[b] = positions.get(b);
                draws[b] = examples.get(b).draws();
                mean[b] = examples.get(b).meanObservable();
            }
            blocks = new Blocks(chain, draws, mean, chains.size());
        }

        /** Means of ℓ_z − L over all draws. */
        double[] meanContrast() {
            double[] sum = new double[examples.getFirst().meanLoss().length];
            double total = blocks.totalDraws();
            for (ExampleBlock block : examples) {
                double meanLoss = block.meanObservable() + checkpointLoss;
                for (int z = 0; z < sum.length; z++) {
                    sum[z] += block.draws() / total * (block.meanLoss()[z] - meanLoss);
                }
            }
            return sum;
        }

        /** −Cov(φ, ℓ_z − L) over all draws. */
        double[] fluctuation() {
            double[] contrast = meanContrast();
            double meanObservable = blocks.mean(blocks.meanObservable());
            double[] sum = new double[contrast.length];
            for (ExampleBlock block : examples) {
                double meanLoss = block.meanObservable() + checkpointLoss;
                double weight = block.draws() * (block.meanObservable() - meanObservable);
                for (int z = 0; z < sum.length; z++) {
                    sum[z] +=
                            block.coMoment()[z]
                                    - block.observableSquares()
                                    + weight * (block.meanLoss()[z] - meanLoss - contrast[z]);
                }
            }
            double degrees = blocks.totalDraws() - 1.0;
            for (int z = 0; z < sum.length; z++) {
                sum[z] /= -degrees;
            }
            return sum;
        }

        /** Block moments of the contrast of a pattern. */
        CellMoments moments(int[] positions) {
            double[] mean = new double[examples.size()];
            double[] coMoment = new double[mean.length];
            for (int b = 0; b < mean.length; b++) {
                ExampleBlock block = examples.get(b);
                for (int position : positions) {
                    mean[b] += block.meanLoss()[position];
                    coMoment[b] += block.coMoment()[position];
                }
                mean[b] = mean[b] / positions.length - (block.meanObservable() + checkpointLoss);
                coMoment[b] = coMoment[b] / positions.length - block.observableSquares();
            }
            return new CellMoments(mean, coMoment);
        }
    }
}
