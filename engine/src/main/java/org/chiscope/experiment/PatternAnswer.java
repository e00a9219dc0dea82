package org.chiscope.experiment;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.patterning.Inversion;
import org.chiscope.patterning.Solution;
import org.chiscope.response.Estimate;
import org.chiscope.response.MeanSeries;
import org.chiscope.response.Part;
import org.chiscope.response.Reweighting;

/**
 * What patterning finds for a question: the perturbation, what it is predicted to do to first
 * order, and what the draws say beyond that when they are re-weighted.
 *
 * @param data that was inverted
 * @param question that was asked
 * @param inversion of the active components
 * @param solution the perturbation and its linear prediction
 * @param linearUpTo largest multiple of the perturbation whose response is linear by theory.md's
 *     rule
 * @param reweighted change of μ under the perturbed data from re-weighted draws, one a component of
 *     the response matrix, nats
 * @param effectiveSampleSizes of the re-weighted draws, one a component
 * @param fullEffectiveSampleSize that of the full ensemble, which JOINT needs; else NaN
 */
public record PatternAnswer(
        PatterningData data,
        PatternQuestion question,
        Inversion inversion,
        Solution solution,
        double linearUpTo,
        List<Estimate> reweighted,
        List<Double> effectiveSampleSizes,
        double fullEffectiveSampleSize) {

    /** Copies the lists. */
    public PatternAnswer {
        reweighted = List.copyOf(reweighted);
        effectiveSampleSizes = List.copyOf(effectiveSampleSizes);
    }

    /**
     * Answers a question.
     *
     * @param inversion one of {@link PatternQuestion#inversion} of all of the data
     * @throws IllegalArgumentException with one sentence if there is no answer
     */
    public static PatternAnswer of(
            PatterningData data, PatternQuestion question, Inversion inversion) {
        Solution solution = question.solve(inversion);
        double[] h = solution.h();
        List<Reweighting> perturbed = data.reweighted(h);
        List<Reweighting> still = data.reweighted(new double[h.length]);
        int components = inversion.response().components().size();
        Reweighting full = perturbed.size() > components ? perturbed.getLast() : null;
        List<Estimate> changes = new ArrayList<>();
        List<Double> sizes = new ArrayList<>();
        double linearUpTo = full == null ? Double.POSITIVE_INFINITY : linearUpTo(full);
        for (int r = 0; r < components; r++) {
            Reweighting weighed = perturbed.get(r);
            MeanSeries mean = weighed.observable();
            if (full != null) {
                mean = Reweighting.densityRatio(weighed, full).times(mean);
            }
            changes.add(mean.minus(still.get(r).observable(), 1).estimate());
            sizes.add(weighed.effectiveSampleSize());
            linearUpTo = Math.min(linearUpTo, linearUpTo(weighed));
        }
        return new PatternAnswer(
                data,
                question,
                inversion,
                solution,
                linearUpTo,
                changes,
                sizes,
                full == null ? Double.NaN : full.effectiveSampleSize());
    }

    private static double linearUpTo(Reweighting weighed) {
        return Reweighting.LINEAR / weighed.spread();
    }

    /** Names of the components, those of the response matrix. */
    public List<String> components() {
        return inversion.response().components();
    }

    /** Change of λ̂ with that change of μ, nβ dμ; unknown unless the fluctuation was inverted. */
    public Estimate lambda(Estimate change) {
        if (data.part() != Part.FLUCTUATION || data.mixture() == null) {
            return Estimate.UNKNOWN;
        }
        return change.times(inversion.response().nBeta());
    }

    /** Effective sample size of the re-weighted ensemble in which it is smallest, in draws. */
    public double leastEffectiveSampleSize() {
        double least =
                Double.isNaN(fullEffectiveSampleSize)
                        ? Double.POSITIVE_INFINITY
                        : fullEffectiveSampleSize;
        for (double size : effectiveSampleSizes) {
            least = Math.min(least, size);
        }
        return least;
    }

    /**
     * The same question for {@link Verification}: with the rank of this answer, which is not chosen
     * anew in each half.
     *
     * @param steps positive multiples of the target
     * @param components names of those that are sampled
     * @param draws of each chain
     * @throws IllegalArgumentException with one sentence if a value has no meaning
     */
    public Verification.Question verification(
            List<Double> steps, List<String> components, int draws) {
        return new Verification.Question(
                question.target(),
                solution.rank(),
                solution.ridge(),
                question.metric(),
                question.scaling(),
                question.constraints(),
                steps,
                components,
                draws);
    }
}
