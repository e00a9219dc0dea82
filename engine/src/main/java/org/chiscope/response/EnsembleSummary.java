package org.chiscope.response;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.chiscope.sampling.ChainDiagnostics;
import org.jspecify.annotations.Nullable;

/**
 * The draws of an ensemble, cut into blocks longer than its autocorrelation times, with the moments
 * of φ and of every ΔL_k in each block. Always in the order (chain, block), whatever the order in
 * which chains arrive, so every number that follows is the same to the last bit. Immutable.
 */
public final class EnsembleSummary {
    private final String name;
    private final List<ChainSnapshot> chains;
    private final Blocks blocks;
    private final List<CellMoments> moments;
    private final double[] ess;
    private final Diagnostics diagnostics;
    private final boolean observableMoves;
    private final double wantedBlock;

    /**
     * What tells whether the chains of an ensemble can be trusted.
     *
     * @param rHat split-R̂ of φ; 1 where chains agree
     * @param ess effective sample size of φ
     * @param autocorrelationTime of φ, in draws
     * @param longestAutocorrelationTime the longest of φ, all ΔL_k and all their products with φ:
     *     the one that blocks are measured by
     * @param drift of φ from the chains' first to their second halves, in standard errors
     * @param chains chains with draws
     * @param blocks blocks that the standard errors rest on
     */
    public record Diagnostics(
            double rHat,
            double ess,
            double autocorrelationTime,
            double longestAutocorrelationTime,
            double drift,
            int chains,
            int blocks) {}

    private EnsembleSummary(
            String name,
            List<ChainSnapshot> chains,
            Blocks blocks,
            List<CellMoments> moments,
            double[] ess,
            Diagnostics diagnostics,
            boolean observableMoves,
            double wantedBlock) {
        this.name = name;
        this.chains = chains;
        this.blocks = blocks;
        this.moments = moments;
        this.ess = ess;
        this.diagnostics = diagnostics;
        this.observableMoves = observableMoves;
        this.wantedBlock = wantedBlock;
    }

    /**
     * Summarises an ensemble.
     *
     * @param name the ensemble's
     * @param snapshots its chains in any order; leave out chains that failed. Chains without draws
     *     are passed over
     * @return null if there is no draw yet
     */
    public static @Nullable EnsembleSummary of(
            String name, List<ChainSnapshot> snapshots, EstimatorSettings settings) {
        List<ChainSnapshot> chains =
                snapshots.stream()
                        .filter(chain -> chain.draws().draws() > 0)
                        .sorted(Comparator.comparingInt(chain -> chain.draws().chain()))
                        .toList();
        if (chains.isEmpty()) {
            return null;
        }
        int patterns = chains.getFirst().draws().patterns();
        double[][] observable = new double[chains.size()][];
        for (int c = 0; c < observable.length; c++) {
            observable[c] = chains.get(c).draws().observable();
        }
        double time = ChainDiagnostics.autocorrelationTime(observable);
        double longest = time;
        double[][][] contrasts = new double[patterns][chains.size()][];
        double[] ess = new double[patterns];
        for (int k = 0; k < patterns; k++) {
            for (int c = 0; c < observable.length; c++) {
                contrasts[k][c] = chains.get(c).draws().contrast(k);
            }
            double[][] products = products(observable, contrasts[k]);
            ess[k] = ChainDiagnostics.effectiveSampleSize(products);
            longest = longer(longest, ChainDiagnostics.autocorrelationTime(contrasts[k]));
            longest = longer(longest, ChainDiagnostics.autocorrelationTime(products));
        }
        double wanted = settings.autocorrelationTimes() * longest;
        List<int[]> ranges = ranges(observable, settings.blockDraws(), wanted);
        Blocks blocks = blocks(ranges, observable);
        List<CellMoments> moments = new ArrayList<>();
        for (double[][] contrast : contrasts) {
            moments.add(moments(ranges, blocks, observable, contrast));
        }
        return new EnsembleSummary(
                name,
                chains,
                blocks,
                List.copyOf(moments),
                ess,
                new Diagnostics(
                        ChainDiagnostics.splitRHat(observable),
                        ChainDiagnostics.effectiveSampleSize(observable),
                        time,
                        longest,
                        ChainDiagnostics.drift(observable, time),
                        chains.size(),
                        ranges.size()),
                everyChainMoves(observable),
                wanted);
    }

    /** The ensemble's name. */
    public String name() {
        return name;
    }

    /** Draws of all chains. */
    public int draws() {
        return blocks.totalDraws();
    }

    /** Diagnostics of its chains. */
    public Diagnostics diagnostics() {
        return diagnostics;
    }

    /** Its chains, in order. */
    public List<ChainSnapshot> chains() {
        return chains;
    }

    /** Whether its rows follow coordinates that are read, see {@link ChainDraws#reading}. */
    boolean isReading() {
        return chains.getFirst().draws().isReading();
    }

    Blocks blocks() {
        return blocks;
    }

    CellMoments moments(int pattern) {
        return moments.get(pattern);
    }

    /** Effective sample size of the products of centred φ and ΔL_k. */
    double ess(int pattern) {
        return ess[pattern];
    }

    int patterns() {
        return moments.size();
    }

    /** Whether φ moves in every chain; if not, no error can be told. */
    boolean observableMoves() {
        return observableMoves;
    }

    /** Draws that a block is to be longer than; NaN: a chain is to be one block. */
    double wantedBlock() {
        return wantedBlock;
    }

    private static double longer(double a, double b) {
        return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.max(a, b);
    }

    private static double[][] products(double[][] a, double[][] b) {
        double meanA = mean(a);
        double meanB = mean(b);
        double[][] products = new double[a.length][];
        for (int c = 0; c < a.length; c++) {
            products[c] = new double[a[c].length];
            for (int t = 0; t < products[c].length; t++) {
                products[c][t] = (a[c][t] - meanA) * (b[c][t] - meanB);
            }
        }
        return products;
    }

    private static double mean(double[][] chains) {
        double sum = 0;
        double count = 0;
        for (double[] chain : chains) {
            for (double value : chain) {
                sum += value;
            }
            count += chain.length;
        }
        return sum / count;
    }

    private static boolean everyChainMoves(double[][] observable) {
        for (double[] chain : observable) {
            boolean moves = false;
            for (double value : chain) {
                moves |= value != chain[0];
            }
            if (!moves) {
                return false;
            }
        }
        return true;
    }

    /**
     * The pooled blocks as {chain, first draw, end}: runs of small blocks, longer than the wanted
     * number of autocorrelation times, and as equal as whole small blocks allow; at least one a
     * chain.
     */
    private static List<int[]> ranges(double[][] observable, int small, double wanted) {
        List<int[]> ranges = new ArrayList<>();
        for (int c = 0; c < observable.length; c++) {
            int draws = observable[c].length;
            int smallBlocks = draws / small;
            // NaN: nothing is known of the autocorrelation, so a chain is one block.
            int pooled = wanted < draws ? smallBlocks / (1 + (int) Math.floor(wanted / small)) : 1;
            pooled = Math.max(1, pooled);
            for (int b = 0; b < pooled; b++) {
                int start = (int) ((long) b * smallBlocks / pooled) * small;
                int end = b + 1 == pooled ? draws : (int) ((b + 1L) * smallBlocks / pooled) * small;
                ranges.add(new int[] {c, start, end});
            }
        }
        return ranges;
    }

    private static Blocks blocks(List<int[]> ranges, double[][] observable) {
        int[] chain = new int[ranges.size()];
        int[] draws = new int[chain.length];
        double[] mean = new double[chain.length];
        for (int b = 0; b < chain.length; b++) {
            int[] range = ranges.get(b);
            chain[b] = range[0];
            draws[b] = range[2] - range[1];
            mean[b] = mean(observable[range[0]], range[1], range[2]);
        }
        return new Blocks(chain, draws, mean, observable.length);
    }

    private static CellMoments moments(
            List<int[]> ranges, Blocks blocks, double[][] observable, double[][] contrast) {
        double[] mean = new double[ranges.size()];
        double[] coMoment = new double[mean.length];
        for (int b = 0; b < mean.length; b++) {
            int[] range = ranges.get(b);
            mean[b] = mean(contrast[range[0]], range[1], range[2]);
            double sum = 0;
            for (int t = range[1]; t < range[2]; t++) {
                sum +=
                        (observable[range[0]][t] - blocks.meanObservable()[b])
                                * (contrast[range[0]][t] - mean[b]);
            }
            coMoment[b] = sum;
        }
        return new CellMoments(mean, coMoment);
    }

    private static double mean(double[] values, int start, int end) {
        double sum = 0;
        for (int t = start; t < end; t++) {
            sum += values[t];
        }
        return sum / (end - start);
    }
}
