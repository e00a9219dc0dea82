package org.chiscope.response;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chiscope.sampling.ChainDiagnostics;

/**
 * An ensemble's draws seen as draws under perturbed data: draw t counts ω_t ∝ exp(−nβ Σ_k h_k
 * ΔL_{k,t}) (importance sampling). Not only to first order in h, but only as far as the draws
 * reach: the effective sample size says how far that is. Immutable.
 */
public final class Reweighting {
    /** nβ · sd(Σ h_k ΔL_k) up to which a response is taken for linear (theory.md section 4). */
    public static final double LINEAR = 0.5;

    private final String ensemble;
    private final List<ChainDraws> chains;
    private final double[][] contrast;
    private final double[][] weight;
    private final double spread;
    private final double effectiveSampleSize;
    private final double logMean;

    /**
     * @param ensemble its name
     * @param chains its chains, at least one draw among them
     * @param h one a pattern
     * @param nBeta in 1/nats
     */
    public Reweighting(String ensemble, List<ChainDraws> chains, double[] h, double nBeta) {
        this.ensemble = ensemble;
        this.chains = List.copyOf(chains);
        contrast = new double[chains.size()][];
        for (int c = 0; c < contrast.length; c++) {
            contrast[c] = new double[chains.get(c).draws()];
            for (int k = 0; k < h.length; k++) {
                if (h[k] != 0) {
                    double[] values = chains.get(c).contrast(k);
                    for (int t = 0; t < values.length; t++) {
                        contrast[c][t] += nBeta * h[k] * values[t];
                    }
                }
            }
        }
        double[] all = Arrays.stream(contrast).flatMapToDouble(Arrays::stream).toArray();
        double mean = Arrays.stream(all).average().orElse(0);
        spread =
                Math.sqrt(
                        Arrays.stream(all).map(x -> (x - mean) * (x - mean)).sum()
                                / Math.max(1, all.length - 1));
        double least = Arrays.stream(all).min().orElse(0);
        double sum = 0;
        double squares = 0;
        weight = new double[contrast.length][];
        for (int c = 0; c < contrast.length; c++) {
            weight[c] = new double[contrast[c].length];
            for (int t = 0; t < weight[c].length; t++) {
                weight[c][t] = Math.exp(least - contrast[c][t]);
                sum += weight[c][t];
                squares += weight[c][t] * weight[c][t];
            }
        }
        for (double[] values : weight) {
            for (int t = 0; t < values.length; t++) {
                values[t] *= all.length / sum;
            }
        }
        logMean = Math.log(sum / all.length) - least;
        double time = ChainDiagnostics.autocorrelationTime(weight);
        effectiveSampleSize = sum * sum / squares / (time >= 1 ? time : 1);
    }

    /** The ensemble's name. */
    public String ensemble() {
        return ensemble;
    }

    /** The standard deviation of φ over the draws as they are, nats. */
    public double observableSpread() {
        double[] all =
                chains.stream().flatMapToDouble(c -> Arrays.stream(c.observable())).toArray();
        double mean = Arrays.stream(all).average().orElse(0);
        double squares = Arrays.stream(all).map(x -> (x - mean) * (x - mean)).sum();
        return Math.sqrt(squares / Math.max(1, all.length - 1));
    }

    /** nβ · sd(Σ_k h_k ΔL_k): the response is linear while it is at most {@link #LINEAR}. */
    public double spread() {
        return spread;
    }

    /** (Σω)²/Σω² over the autocorrelation time of the weights, in draws. */
    public double effectiveSampleSize() {
        return effectiveSampleSize;
    }

    /** ⟨φ⟩_h in nats. */
    public MeanSeries observable() {
        double mean = 0;
        double draws = 0;
        for (int c = 0; c < weight.length; c++) {
            double[] values = chains.get(c).observable();
            for (int t = 0; t < values.length; t++) {
                mean += weight[c][t] * values[t];
            }
            draws += values.length;
        }
        mean /= draws;
        Map<Integer, double[]> series = new LinkedHashMap<>();
        for (int c = 0; c < weight.length; c++) {
            double[] values = chains.get(c).observable();
            for (int t = 0; t < values.length; t++) {
                values[t] = weight[c][t] * (values[t] - mean);
            }
            series.put(chains.get(c).chain(), values);
        }
        return new MeanSeries(mean, Map.of(ensemble, series));
    }

    /** log ⟨exp(−nβ Σ_k h_k ΔL_k)⟩: what {@link #densityRatio} is made of. */
    public MeanSeries logMeanWeight() {
        Map<Integer, double[]> series = new LinkedHashMap<>();
        for (int c = 0; c < weight.length; c++) {
            series.put(chains.get(c).chain(), weight[c].clone());
        }
        return new MeanSeries(logMean, Map.of(ensemble, series));
    }

    /**
     * r_h = ⟨e^{−nβ Σ h_k ΔL_k}⟩_C / ⟨e^{−nβ Σ h_k ΔL_k}⟩, by which JOINT's structural coordinate
     * is μ_C(h) = r_h ⟨φ⟩_{C,h}.
     *
     * @param component draws of the restricted ensemble at h = 0
     * @param full draws of the full ensemble at h = 0, with the same h
     */
    public static MeanSeries densityRatio(Reweighting component, Reweighting full) {
        MeanSeries log = component.logMeanWeight().minus(full.logMeanWeight(), 1);
        double ratio = Math.exp(log.value());
        MeanSeries scaled = MeanSeries.sum(List.of(log), i -> ratio);
        return new MeanSeries(ratio, scaled.series());
    }
}
