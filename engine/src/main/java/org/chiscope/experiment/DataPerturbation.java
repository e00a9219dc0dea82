package org.chiscope.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.chiscope.data.Pattern;
import org.chiscope.system.EnergySystem;

/**
 * Sampling under q_h = q + Σ_k h_k (q_k − q) in place of q (theory: "data perturbation"); where
 * rows follow coordinates, under fields h_k that are added. The evaluation set is then the sampling
 * set. What is observed stays that of q: φ, L_k, w* and the localization do not move with h.
 *
 * @param strengths h_k by the pattern's name, each of any sign; patterns that are not named have 0.
 *     Without any, the data stay q, but minibatches come from the evaluation set
 */
public record DataPerturbation(Map<String, Double> strengths) {
    /** q itself, on the evaluation set. */
    public static final DataPerturbation NONE = new DataPerturbation(Map.of());

    /**
     * @throws IllegalArgumentException with one sentence if a strength is no number
     */
    public DataPerturbation {
        strengths = Collections.unmodifiableMap(new LinkedHashMap<>(strengths));
        strengths.forEach(
                (pattern, strength) -> {
                    if (!Double.isFinite(strength)) {
                        throw new IllegalArgumentException(
                                "A perturbation needs strengths that are numbers, but that of \""
                                        + pattern
                                        + "\" is "
                                        + strength
                                        + ".");
                    }
                });
    }

    /** That of one pattern. */
    public static DataPerturbation of(String pattern, double strength) {
        return new DataPerturbation(Map.of(pattern, strength));
    }

    /**
     * The system under this perturbation.
     *
     * @throws ExperimentException with one sentence if it has no such pattern
     */
    EnergySystem on(EnergySystem system) throws ExperimentException {
        return system.perturbed(mass(system));
    }

    /**
     * What it adds to each evaluation example.
     *
     * @throws ExperimentException with one sentence if the system has no such pattern
     */
    double[] mass(EnergySystem system) throws ExperimentException {
        double[] mass = new double[system.examples()];
        for (Map.Entry<String, Double> entry : strengths.entrySet()) {
            pattern(entry.getKey(), system.patterns())
                    .addMass(mass, entry.getValue(), system.mixedExamples());
        }
        return mass;
    }

    private static Pattern pattern(String name, List<Pattern> known) throws ExperimentException {
        for (Pattern pattern : known) {
            if (pattern.name().equals(name)) {
                return pattern;
            }
        }
        throw new ExperimentException(
                "The perturbation names a pattern \""
                        + name
                        + "\" that the model does not have; it has "
                        + known.stream()
                                .map(p -> "\"" + p.name() + "\"")
                                .collect(Collectors.joining(", "))
                        + ".");
    }
}
