package org.chiscope.app.chains;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chiscope.app.document.Reading;
import org.chiscope.experiment.Caution;
import org.chiscope.experiment.EnsembleDiagnostics;
import org.chiscope.experiment.Snapshot;
import org.chiscope.response.ChainDraws;
import org.chiscope.response.Estimate;
import org.chiscope.sampling.ChainDiagnostics;
import org.chiscope.sampling.RankHistograms;

/**
 * The draws of one ensemble as the charts show them.
 *
 * @param line the ensemble
 * @param chains all of them, failed ones too
 * @param plateau ⟨φ⟩ = ⟨L⟩ − L(w*), with its error where that is known
 * @param leaves draws before the loss leaves its level; −1 unless it climbs or falls
 * @param ranks of φ among the draws of sound chains, in their order
 * @param soundChains numbers of the chains that {@code ranks} counts
 * @param ownTime mean autocorrelation time of the sound chains by themselves, in draws
 * @param autocorrelations of φ over the sound chains, from lag 0; empty where unknown
 * @param soundDraws draws of sound chains
 * @param unit of φ
 */
@SuppressWarnings("ArrayRecordComponent") // made for one drawing, never compared
public record EnsembleDraws(
        EnsembleLine line,
        List<Chain> chains,
        Estimate plateau,
        int leaves,
        RankHistograms ranks,
        List<Integer> soundChains,
        double ownTime,
        double[] autocorrelations,
        int soundDraws,
        String unit) {
    /** Autocorrelation times up to which lags are shown. */
    private static final double TIMES = 6;

    private static final int FEWEST_LAGS = 10;

    /**
     * One chain.
     *
     * @param number from 0
     * @param observable φ of each draw
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Chain(int number, double[] observable, boolean failed) {}

    /** Those of ensemble {@code index}. */
    static EnsembleDraws of(Snapshot snapshot, int index, EnsembleLine line) {
        List<Chain> chains = new ArrayList<>();
        List<double[]> sound = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (ChainDraws draws : snapshot.draws().get(index)) {
            boolean failed = line.report().progress().chains().get(draws.chain()).failed();
            double[] observable = draws.observable();
            if (observable.length > 0) {
                chains.add(new Chain(draws.chain(), observable, failed));
                if (!failed) {
                    sound.add(observable);
                    numbers.add(draws.chain());
                }
            }
        }
        double[][] series = sound.toArray(double[][]::new);
        int longest = sound.stream().mapToInt(chain -> chain.length).max().orElse(0);
        EnsembleDiagnostics d = line.report().diagnostics();
        boolean leaves =
                line.has(Caution.CLIMBS)
                        || line.has(Caution.STILL_CLIMBS)
                        || line.has(Caution.FALLS);
        return new EnsembleDraws(
                line,
                chains,
                plateau(snapshot, line),
                leaves ? ChainDiagnostics.changePoint(series) : -1,
                RankHistograms.of(series, RankHistograms.bins(longest)),
                numbers,
                ChainDiagnostics.ownAutocorrelationTime(series),
                ChainDiagnostics.autocorrelations(series, lags(longest, d.autocorrelationTime())),
                Arrays.stream(series).mapToInt(chain -> chain.length).sum(),
                Reading.of(snapshot).unit());
    }

    /** λ̂ ÷ nβ where there is a λ̂, because that has an error; else the mean alone. */
    private static Estimate plateau(Snapshot snapshot, EnsembleLine line) {
        Estimate lambda = line.report().diagnostics().lambda();
        return Double.isFinite(lambda.value())
                ? lambda.times(1 / snapshot.experiment().sampler().nBeta())
                : new Estimate(line.report().rise(), Double.NaN, Double.NaN, 0);
    }

    /** Beyond half of a chain an autocorrelation is noise, and long before that it is 0. */
    private static int lags(int longest, double time) {
        double wanted = Double.isFinite(time) ? Math.ceil(TIMES * time) : FEWEST_LAGS;
        return (int) Math.min(longest / 2.0, Math.max(FEWEST_LAGS, wanted));
    }

    /** Draws of the longest chain. */
    int longest() {
        return chains.stream().mapToInt(chain -> chain.observable().length).max().orElse(0);
    }
}
