package org.chiscope.response;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * From draws to rows of the susceptibility matrix, for one set of patterns. Immutable and
 * thread-safe; every result is a function of the draws alone.
 *
 * <p>Use: {@link #summarise} each ensemble, the full one among them, then {@link #row} each
 * component.
 */
public final class SusceptibilityEstimator {
    private final List<PatternSupport> support;
    private final EstimatorSettings settings;
    private final @Nullable ContextBootstrap bootstrap;
    private final float @Nullable [] checkpointLosses;

    /**
     * @param patternExamples ascending positions of each pattern's examples
     * @param contextOfExample context of each evaluation example, from 0
     * @param settings how to estimate
     * @param seed of the bootstrap over contexts
     */
    public SusceptibilityEstimator(
            List<int[]> patternExamples,
            int[] contextOfExample,
            EstimatorSettings settings,
            long seed) {
        this(patternExamples, contextOfExample, contextOfExample.length, settings, seed, null);
    }

    /**
     * The same, with probe sets, and which knows the data error of λ̂ as well.
     *
     * @param baseExamples how many of the evaluation examples, the first ones, q consists of
     * @param checkpointLosses ℓ_z(w*) of the evaluation examples, nats, or null
     */
    public SusceptibilityEstimator(
            List<int[]> patternExamples,
            int[] contextOfExample,
            int baseExamples,
            EstimatorSettings settings,
            long seed,
            float @Nullable [] checkpointLosses) {
        this.settings = settings;
        this.checkpointLosses = checkpointLosses == null ? null : checkpointLosses.clone();
        support =
                patternExamples.stream()
                        .map(examples -> PatternSupport.of(examples, contextOfExample))
                        .toList();
        bootstrap =
                new ContextBootstrap(
                        contextOfExample,
                        baseExamples,
                        patternExamples,
                        ContextBootstrap.RESAMPLES,
                        seed);
    }

    private SusceptibilityEstimator(int patterns, EstimatorSettings settings) {
        this.settings = settings;
        checkpointLosses = null;
        support = Collections.nCopies(patterns, new PatternSupport(0, 0));
        bootstrap = null;
    }

    /**
     * From the scalars of draws alone: without data errors, tokens and contexts.
     *
     * @param patterns number of columns
     */
    public static SusceptibilityEstimator ofDraws(int patterns, EstimatorSettings settings) {
        return new SusceptibilityEstimator(patterns, settings);
    }

    /**
     * Summarises an ensemble.
     *
     * @param name the ensemble's
     * @param chains its chains in any order, without those that failed
     * @return null if there is no draw yet
     */
    public @Nullable EnsembleSummary summarise(String name, List<ChainSnapshot> chains) {
        return EnsembleSummary.of(name, chains, settings);
    }

    /**
     * A row of the matrix.
     *
     * @param component summary of the component's ensemble
     * @param full summary of the full ensemble, or null where it has no draws: then shift and joint
     *     are unknown. Of the full ensemble's own row the shift is 0 by definition
     */
    public SusceptibilityRow row(EnsembleSummary component, @Nullable EnsembleSummary full) {
        boolean same = full != null && full.name().equals(component.name());
        CellEstimator estimator =
                new CellEstimator(component.blocks(), full == null ? null : full.blocks(), same);
        int patterns = component.patterns();
        double[] fluctuationErrors = new double[patterns];
        double[] shiftErrors = new double[patterns];
        double[] jointErrors = new double[patterns];
        double lambdaError = Double.NaN;
        ContextBootstrap contexts = bootstrap;
        if (contexts == null || component.isReading()) {
            // A field is on its coordinate: there is no sample of data to be resampled.
            Arrays.fill(fluctuationErrors, Double.NaN);
            Arrays.fill(shiftErrors, Double.NaN);
            Arrays.fill(jointErrors, Double.NaN);
        } else {
            ExampleSusceptibility examples = examples(component, full);
            fluctuationErrors = contexts.errors(examples.fluctuation());
            shiftErrors = contexts.errors(examples.shift());
            jointErrors = contexts.errors(examples.joint());
            lambdaError = lambdaDataError(examples, contexts);
        }
        List<Cell> cells = new ArrayList<>();
        List<CellEstimator.Result> results = new ArrayList<>();
        for (int k = 0; k < patterns; k++) {
            CellEstimator.Result result =
                    estimator.estimate(
                            component.moments(k), full == null ? null : full.moments(k).mean());
            results.add(result);
            cells.add(
                    new Cell(
                            finish(component, result.fluctuation())
                                    .withDataError(fluctuationErrors[k]),
                            finish(component, result.shift()).withDataError(shiftErrors[k]),
                            finish(component, result.joint()).withDataError(jointErrors[k]),
                            component.draws(),
                            component.ess(k),
                            support.get(k).tokens(),
                            support.get(k).contexts()));
        }
        Estimate lambda =
                component.isReading()
                        ? Estimate.UNKNOWN
                        : finish(
                                        component,
                                        LocalLearningCoefficient.of(component, settings.nBeta()))
                                .withDataError(lambdaError);
        return new SusceptibilityRow(
                component.name(),
                cells,
                lambda,
                component.diagnostics(),
                component.draws(),
                lambda.value() < 0 && !lambda.isNoise(),
                full == null
                        ? "Shift and joint need draws of the full ensemble, and there are none yet."
                        : null,
                replicates(
                        component.blocks(),
                        full == null || same ? null : full.blocks(),
                        component.isReading(),
                        results));
    }

    /** nβ times the error of the mean over examples of ⟨ℓ_z⟩ − ℓ_z(w*). */
    private double lambdaDataError(ExampleSusceptibility examples, ContextBootstrap contexts) {
        float[] checkpoint = checkpointLosses;
        if (checkpoint == null) {
            return Double.NaN;
        }
        double[] rise = examples.meanLosses();
        for (int z = 0; z < rise.length; z++) {
            rise[z] -= checkpoint[z];
        }
        return settings.nBeta() * contexts.errorOfMean(rise);
    }

    /**
     * The susceptibilities of single examples.
     *
     * @param full as for {@link #row}
     */
    public ExampleSusceptibility examples(
            EnsembleSummary component, @Nullable EnsembleSummary full) {
        return new ExampleSusceptibility(component, full);
    }

    /** If φ stands still in some chain, the error is unknown rather than small. */
    private static Estimate finish(EnsembleSummary component, Estimate estimate) {
        return component.observableMoves()
                ? estimate
                : new Estimate(
                        estimate.value(), Double.NaN, estimate.dataError(), estimate.blocks());
    }

    static SusceptibilityRow.Replicates replicates(
            Blocks own,
            @Nullable Blocks full,
            boolean reading,
            List<CellEstimator.Result> results) {
        return new SusceptibilityRow.Replicates(
                byBlock(results, CellEstimator.Result::fluctuationWithoutOwn),
                byBlock(results, CellEstimator.Result::shiftWithoutOwn),
                byBlock(results, CellEstimator.Result::shiftWithoutFull),
                byBlock(results, CellEstimator.Result::fluctuationOfChains),
                byBlock(results, CellEstimator.Result::shiftOfChains),
                byBlock(results, CellEstimator.Result::shiftOfFullChains),
                own.draws().clone(),
                full == null ? new int[0] : full.draws().clone(),
                reading);
    }

    /** From values of every pattern to values of every block, or chain. */
    private static double[][] byBlock(
            List<CellEstimator.Result> results, Function<CellEstimator.Result, double[]> values) {
        List<double[]> byPattern = results.stream().map(values).toList();
        if (byPattern.isEmpty()) {
            return new double[0][];
        }
        double[][] byBlock = new double[byPattern.getFirst().length][byPattern.size()];
        for (int b = 0; b < byBlock.length; b++) {
            for (int k = 0; k < byPattern.size(); k++) {
                byBlock[b][k] = byPattern.get(k)[b];
            }
        }
        return byBlock;
    }
}
