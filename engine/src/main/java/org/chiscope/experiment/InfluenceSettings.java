package org.chiscope.experiment;

import java.util.Arrays;
import org.chiscope.response.LossUnits;
import org.chiscope.system.EnergySystem;

/**
 * That an experiment keeps the losses of units of data at every draw of the full ensemble, from
 * which the influence matrix is made.
 *
 * @param of what a unit is
 * @param contexts how many contexts of the evaluation set take part, from its start; 0: all
 */
public record InfluenceSettings(Unit of, int contexts) {

    /** What a unit of data is. */
    public enum Unit {
        /** A single example: a token in its context. */
        EXAMPLES,
        /** A whole context, with the mean loss of its examples. */
        CONTEXTS
    }

    /**
     * @throws IllegalArgumentException with one sentence if the number has no meaning
     */
    public InfluenceSettings {
        if (contexts < 0) {
            throw new IllegalArgumentException(
                    "Influence needs a number of contexts, or 0 for all, but \"contexts\" is "
                            + contexts
                            + ".");
        }
    }

    /**
     * The units of a system.
     *
     * @throws ExperimentException with one sentence if there are too many, or contexts too few
     */
    LossUnits units(EnergySystem system) throws ExperimentException {
        int[] contextOfExample = Arrays.copyOf(system.contextOfExample(), system.baseExamples());
        int all = contextOfExample[contextOfExample.length - 1] + 1;
        if (contexts > all) {
            throw new ExperimentException(
                    "Influence is asked for between "
                            + contexts
                            + " contexts, but the evaluation set has "
                            + all
                            + ".");
        }
        int wanted = contexts == 0 ? all : contexts;
        int[] starts = new int[contextOfExample.length + 1];
        int count = 0;
        int example = 0;
        for (; example < contextOfExample.length; example++) {
            if (contextOfExample[example] >= wanted) {
                break;
            }
            boolean first =
                    example == 0 || contextOfExample[example] != contextOfExample[example - 1];
            if (of == Unit.EXAMPLES || first) {
                starts[count++] = example;
            }
        }
        starts[count++] = example;
        try {
            return new LossUnits(Arrays.copyOf(starts, count));
        } catch (IllegalArgumentException e) {
            throw new ExperimentException(String.valueOf(e.getMessage()), e);
        }
    }
}
