package org.chiscope.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.chiscope.patterning.DataMixture;
import org.chiscope.patterning.ResponseMatrix;
import org.chiscope.patterning.SplitSlope;
import org.chiscope.response.ChainDraws;
import org.chiscope.response.Estimate;
import org.chiscope.response.MeanSeries;
import org.chiscope.response.Part;
import org.chiscope.response.Reweighting;
import org.chiscope.system.EnergySystem;

/** What the runs of a verification say: trials, what came of each component, and the slope. */
final class Trials {
    private final PatterningData data;
    private final EnergySystem system;
    private final Verification.Question question;
    private final ResponseMatrix[] halves;
    private final int[] places;

    /**
     * @param halves of the draws
     * @param places of the sampled components in their rows
     */
    Trials(
            PatterningData data,
            EnergySystem system,
            Verification.Question question,
            ResponseMatrix[] halves,
            int[] places) {
        this.data = data;
        this.system = system;
        this.question = question;
        this.halves = halves;
        this.places = places;
    }

    /**
     * One perturbation, from its runs.
     *
     * @param half on which it was solved
     * @param step in multiples of the target
     * @param h at that step
     * @param biases of the sampler at that step, one a component
     */
    Verification.Trial of(
            int half,
            double step,
            double[] h,
            Snapshot zero,
            Snapshot up,
            Snapshot down,
            List<Estimate> biases) {
        List<MeanSeries> realised = new ArrayList<>();
        List<Estimate> above = new ArrayList<>();
        List<Estimate> below = new ArrayList<>();
        boolean joint = data.part() == Part.JOINT && system.rows() == EnergySystem.Rows.COMPONENTS;
        Weights weights = joint ? new Weights(zero, h) : null;
        for (int row = 0; row < question.components().size(); row++) {
            String ensemble =
                    system.rows() == EnergySystem.Rows.EXAMPLES
                            ? "full"
                            : question.components().get(row);
            List<List<ChainDraws>> common =
                    MeanSeries.common(
                            List.of(
                                    zero.soundRowDraws(row),
                                    up.soundRowDraws(row),
                                    down.soundRowDraws(row)));
            MeanSeries still = MeanSeries.of(ensemble, common.get(0), ChainDraws::observable);
            MeanSeries more = MeanSeries.of(ensemble, common.get(1), ChainDraws::observable);
            MeanSeries less = MeanSeries.of(ensemble, common.get(2), ChainDraws::observable);
            if (weights != null) {
                more = weights.ratio(row, 1).times(more);
                less = weights.ratio(row, -1).times(less);
            }
            realised.add(more.minus(less, 0.5));
            above.add(more.minus(still, 1).estimate());
            below.add(less.minus(still, 1).estimate());
        }
        double least = weights == null ? Double.NaN : weights.least;
        double spread =
                data.reweighted(h).stream().mapToDouble(Reweighting::spread).max().orElse(0);
        List<Estimate> predicted = pick(halves[1 - half].predict(h));
        return new Verification.Trial(
                half,
                step,
                h,
                predicted,
                pick(halves[half].predict(h)),
                realised,
                realised.stream().map(MeanSeries::estimate).toList(),
                above,
                below,
                biases,
                spread,
                least,
                remark(h, spread, least));
    }

    /** Halves are independent; realised changes share streams, so their mean is one series. */
    static List<Verification.Outcome> outcomes(
            Verification.Trial first, Verification.Trial second) {
        List<Verification.Outcome> outcomes = new ArrayList<>();
        for (int row = 0; row < first.realised().size(); row++) {
            Estimate one = first.predicted().get(row);
            Estimate other = second.predicted().get(row);
            outcomes.add(
                    new Verification.Outcome(
                            first.step(),
                            new Estimate(
                                    (one.value() + other.value()) / 2,
                                    Math.hypot(one.monteCarloError(), other.monteCarloError()) / 2,
                                    Double.NaN,
                                    Math.min(one.blocks(), other.blocks())),
                            MeanSeries.sum(
                                            List.of(
                                                    first.realised().get(row),
                                                    second.realised().get(row)),
                                            i -> 0.5)
                                    .estimate()));
        }
        return outcomes;
    }

    private String remark(double[] h, double spread, double least) {
        DataMixture mixture = data.mixture();
        if (least < Verification.LEAST_SAMPLE) {
            return String.format(
                    Locale.ROOT,
                    "The density ratio rests on %.0f effective draws, and needs %.0f.",
                    least,
                    Verification.LEAST_SAMPLE);
        }
        if (spread > Reweighting.LINEAR) {
            return String.format(
                    Locale.ROOT,
                    "Beyond linear response: nβ sd(Σ h ΔL) is %.2f, above %.1f.",
                    spread,
                    Reweighting.LINEAR);
        }
        if (mixture != null
                && Math.min(mixture.largestStep(h), mixture.largestStep(Verification.times(h, -1)))
                        < 1) {
            return "Some examples would have negative weights, at +h or at −h.";
        }
        return "";
    }

    private List<Estimate> pick(List<Estimate> all) {
        return Arrays.stream(places).mapToObj(all::get).toList();
    }

    /** The density ratios of ±h, from the fresh draws at h = 0. */
    private final class Weights {
        private final Snapshot zero;
        private final double[] h;
        private final Reweighting[] full = new Reweighting[2];
        private double least = Double.POSITIVE_INFINITY;

        Weights(Snapshot zero, double[] h) {
            this.zero = zero;
            this.h = h;
            for (int side = 0; side < 2; side++) {
                full[side] = weigh("full", zero.soundFullDraws(), side == 0 ? 1 : -1);
            }
        }

        MeanSeries ratio(int row, int sign) {
            return Reweighting.densityRatio(
                    weigh(question.components().get(row), zero.soundRowDraws(row), sign),
                    full[sign > 0 ? 0 : 1]);
        }

        private Reweighting weigh(String ensemble, List<ChainDraws> draws, int sign) {
            Reweighting weighed =
                    new Reweighting(
                            ensemble,
                            draws,
                            Verification.times(h, sign),
                            data.snapshot().experiment().sampler().nBeta());
            least = Math.min(least, weighed.effectiveSampleSize());
            return weighed;
        }
    }

    /** The slope of the trials that count. */
    Estimate slope(List<Verification.Trial> trials) {
        List<Verification.Trial> counted =
                trials.stream().filter(Verification.Trial::counts).toList();
        if (counted.isEmpty()) {
            return Estimate.UNKNOWN;
        }
        return SplitSlope.of(
                halves[0].only(places),
                halves[1].only(places),
                counted.stream().map(t -> new SplitSlope.Trial(t.half() == 0, t.h())).toList(),
                new Realised(counted));
    }

    /** Changes whose series stand draw against draw, over trials and components. */
    private record Realised(List<Verification.Trial> trials) implements SplitSlope.Realised {
        @Override
        public double change(int trial, int component) {
            return trials.get(trial).realised().get(component).value();
        }

        @Override
        public Estimate combination(double[][] coefficients) {
            List<MeanSeries> all = trials.stream().flatMap(t -> t.realised().stream()).toList();
            double[] flat =
                    IntStream.range(0, coefficients.length)
                            .boxed()
                            .flatMapToDouble(i -> Arrays.stream(coefficients[i]))
                            .toArray();
            return MeanSeries.sum(all, i -> flat[i]).estimate();
        }
    }
}
