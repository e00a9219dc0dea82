package org.chiscope.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.chiscope.geometry.Hessian;
import org.chiscope.geometry.LaplaceRow;
import org.chiscope.geometry.LaplaceSusceptibility;
import org.chiscope.network.Component;
import org.chiscope.response.Estimate;
import org.chiscope.response.SusceptibilityRow;
import org.chiscope.system.EnergySystem;
import org.jspecify.annotations.Nullable;

/**
 * The Laplace approximation of an experiment's matrix, beside what a run of it has sampled ({@link
 * LaplaceSusceptibility} says what is approximated). Everything is taken over the evaluation set: a
 * run whose minibatches come from a larger sampling set differs for that reason too.
 *
 * @param full the full ensemble
 * @param rows one a component, in the experiment's order
 * @param patterns the columns' names
 * @param sampled the run, or null
 */
public record LaplaceComparison(
        LaplaceRow full, List<LaplaceRow> rows, List<String> patterns, @Nullable Snapshot sampled) {

    public LaplaceComparison {
        rows = List.copyOf(rows);
        patterns = List.copyOf(patterns);
    }

    /**
     * Computes it. Four gradients over the evaluation set for each parameter and pattern, of the
     * whole model once, or of each component if the model is too large.
     *
     * @param experiment whose rows, columns, posterior and perturbation are taken
     * @param model the model that it names
     * @param sampled a run of the same experiment, or null
     * @param progress told, in a few words, what begins
     * @throws ExperimentException with one sentence if the experiment does not fit the model, if it
     *     has no Laplace approximation, or if no row has one
     */
    public static LaplaceComparison of(
            Experiment experiment,
            EnergySystem model,
            @Nullable Snapshot sampled,
            Consumer<String> progress)
            throws ExperimentException {
        RunPlan plan = RunPlan.of(experiment, model);
        DataPerturbation perturbation = experiment.perturbation();
        double[] mass = (perturbation == null ? DataPerturbation.NONE : perturbation).mass(model);
        try {
            LaplaceSusceptibility laplace =
                    new LaplaceSusceptibility(
                            model, plan.patterns(), experiment.sampler().posterior(), mass);
            boolean whole = model.dimension() <= Hessian.LIMIT;
            if (whole) {
                progress.accept(words("the model", model.dimension(), plan));
            }
            List<LaplaceRow> rows = new ArrayList<>();
            for (Component component : plan.components()) {
                int size = component.indices().size();
                if (!whole && size <= Hessian.LIMIT) {
                    progress.accept(words(component.name(), size, plan));
                }
                rows.add(laplace.row(component));
            }
            if (rows.stream().noneMatch(LaplaceRow.Found.class::isInstance)) {
                throw new ExperimentException(nothing(rows));
            }
            return new LaplaceComparison(
                    laplace.full(),
                    rows,
                    plan.patterns().stream().map(pattern -> pattern.name()).toList(),
                    sampled);
        } catch (IllegalArgumentException refused) {
            throw new ExperimentException(String.valueOf(refused.getMessage()), refused);
        }
    }

    /** What begins, with its cost: four gradients a column of each Hessian, L's and L_k's. */
    private static String words(String what, int size, RunPlan plan) {
        return what
                + ": "
                + size
                + " parameters, "
                + 4L * size * (plan.patterns().size() + 1)
                + " gradients over the evaluation set";
    }

    private static String nothing(List<LaplaceRow> rows) {
        for (LaplaceRow row : rows) {
            if (row instanceof LaplaceRow.Indefinite indefinite) {
                return indefinite.sentence();
            }
        }
        LaplaceRow smallest = rows.getFirst();
        for (LaplaceRow row : rows) {
            smallest = row.parameters() < smallest.parameters() ? row : smallest;
        }
        return "A Laplace approximation is made for components of at most "
                + Hessian.LIMIT
                + " parameters, but all "
                + rows.size()
                + " of this experiment are larger (the smallest, "
                + smallest.component()
                + ", has "
                + smallest.parameters()
                + "); name smaller ones in \"components\", or use a smaller model.";
    }

    /** The sampled fluctuation of a cell, in nats²; unknown where there is none. */
    public Estimate sampledFluctuation(int row, int pattern) {
        SusceptibilityRow cells = sampled == null ? null : sampled.matrix().row(row);
        return cells == null ? Estimate.UNKNOWN : cells.cells().get(pattern).fluctuation();
    }

    /**
     * The sampled λ̂; unknown where there is none.
     *
     * @param row −1 for the full ensemble
     */
    public Estimate sampledLambda(int row) {
        return sampled == null || (row >= 0 && sampled.rows() == EnergySystem.Rows.EXAMPLES)
                ? Estimate.UNKNOWN
                : sampled.ensembles().get(row + 1).diagnostics().lambda();
    }

    /** A sampled value less the approximation's, in standard errors; NaN where unknown. */
    public static double away(Estimate sampled, double laplace) {
        return (sampled.value() - laplace) / sampled.monteCarloError();
    }

    /** One sentence that names the components that are too large, or null if there is none. */
    public @Nullable String tooLarge() {
        List<LaplaceRow> large =
                rows.stream().filter(LaplaceRow.TooLarge.class::isInstance).toList();
        return large.isEmpty()
                ? null
                : "Left out, since Hessians are formed for at most "
                        + Hessian.LIMIT
                        + " parameters: "
                        + large.stream()
                                .map(row -> row.component() + " (" + row.parameters() + ")")
                                .collect(Collectors.joining(", "))
                        + ".";
    }
}
