package org.chiscope.response;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;

/**
 * A number that is, to first order, a mean over draws, and what each draw says of it: for the
 * errors of sums and differences of such numbers. Two of them may rest on the same draws, or on
 * runs of the same ensemble that were made with the same random streams: draw then stands against
 * draw, and noise that both met cancels. Immutable.
 *
 * <p>A mean of x has the series x_t. What is computed from means has the series of its influence
 * function: of a ratio A/B, (a_t − (A/B) b_t)/B, and so on.
 *
 * @param value the number
 * @param series of every chain of every ensemble that it rests on; a constant in them says nothing
 */
public record MeanSeries(double value, Map<String, Map<Integer, double[]>> series) {

    /** The mean over all draws of an ensemble of one number a draw. */
    public static MeanSeries of(
            String ensemble, List<ChainDraws> chains, Function<ChainDraws, double[]> number) {
        Map<Integer, double[]> values = new LinkedHashMap<>();
        double sum = 0;
        double draws = 0;
        for (ChainDraws chain : chains) {
            double[] series = number.apply(chain);
            values.put(chain.chain(), series);
            for (double value : series) {
                sum += value;
            }
            draws += series.length;
        }
        return new MeanSeries(sum / draws, Map.of(ensemble, values));
    }

    /** The chains of several runs of one ensemble that all of them have, run by run. */
    public static List<List<ChainDraws>> common(List<List<ChainDraws>> runs) {
        return runs.stream()
                .map(
                        chains ->
                                chains.stream()
                                        .filter(chain -> runs.stream().allMatch(r -> has(r, chain)))
                                        .toList())
                .toList();
    }

    private static boolean has(List<ChainDraws> run, ChainDraws chain) {
        return run.stream().anyMatch(other -> other.chain() == chain.chain());
    }

    /** Σ_i c_i of these numbers. */
    public static MeanSeries sum(List<MeanSeries> numbers, IntToDoubleFunction coefficient) {
        double value = 0;
        Map<String, Map<Integer, double[]>> sum = new LinkedHashMap<>();
        for (int i = 0; i < numbers.size(); i++) {
            double c = coefficient.applyAsDouble(i);
            if (c == 0) {
                continue;
            }
            value += c * numbers.get(i).value();
            numbers.get(i)
                    .series()
                    .forEach(
                            (ensemble, chains) ->
                                    sum.merge(ensemble, times(chains, c), MeanSeries::plus));
        }
        return new MeanSeries(value, sum);
    }

    /** factor · (this − other). */
    public MeanSeries minus(MeanSeries other, double factor) {
        return sum(List.of(this, other), i -> i == 0 ? factor : -factor);
    }

    /** The product with another number: δ(ab) = a δb + b δa. */
    public MeanSeries times(MeanSeries other) {
        MeanSeries change = sum(List.of(this, other), i -> i == 0 ? other.value : value);
        return new MeanSeries(value * other.value, change.series());
    }

    private static Map<Integer, double[]> times(Map<Integer, double[]> chains, double factor) {
        Map<Integer, double[]> scaled = new LinkedHashMap<>();
        chains.forEach(
                (chain, values) -> {
                    double[] copy = values.clone();
                    for (int t = 0; t < copy.length; t++) {
                        copy[t] *= factor;
                    }
                    scaled.put(chain, copy);
                });
        return scaled;
    }

    /** Draw by draw, over the chains and the draws that both have. */
    private static Map<Integer, double[]> plus(
            Map<Integer, double[]> one, Map<Integer, double[]> other) {
        Map<Integer, double[]> sum = new LinkedHashMap<>();
        one.forEach(
                (chain, values) -> {
                    double[] more = other.get(chain);
                    if (more != null) {
                        double[] both = new double[Math.min(values.length, more.length)];
                        for (int t = 0; t < both.length; t++) {
                            both[t] = values[t] + more[t];
                        }
                        sum.put(chain, both);
                    }
                });
        return sum;
    }

    /**
     * The number with its Monte-Carlo error, from blocks and chains of its series; ensembles are
     * independent.
     *
     * @return {@link Estimate#UNKNOWN} where two numbers have no chain in common
     */
    public Estimate estimate() {
        double variance = 0;
        double squares = 0;
        for (Map<Integer, double[]> chains : series.values()) {
            List<ChainSnapshot> snapshots = new ArrayList<>();
            chains.forEach(
                    (chain, values) ->
                            snapshots.add(
                                    new ChainSnapshot(
                                            new ChainDraws(
                                                    chain,
                                                    0,
                                                    values,
                                                    new double[0][],
                                                    values.length),
                                            List.of())));
            EnsembleSummary summary =
                    EnsembleSummary.of("series", snapshots, EstimatorSettings.of(0));
            if (summary == null) {
                return Estimate.UNKNOWN;
            }
            Estimate mean = new CellEstimator(summary.blocks(), null, false).observable();
            double part = mean.monteCarloError() * mean.monteCarloError();
            variance += part;
            squares += part * part / Math.max(1, mean.blocks() - 1);
        }
        int blocks = squares > 0 ? 1 + (int) (variance * variance / squares) : 0;
        return new Estimate(value, Math.sqrt(variance), Double.NaN, blocks);
    }
}
