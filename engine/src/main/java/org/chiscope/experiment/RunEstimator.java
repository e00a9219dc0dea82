package org.chiscope.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chiscope.response.Cell;
import org.chiscope.response.ChainSnapshot;
import org.chiscope.response.EnsembleSummary;
import org.chiscope.response.Estimate;
import org.chiscope.response.EstimatorSettings;
import org.chiscope.response.ExampleSusceptibility;
import org.chiscope.response.InfluenceMatrix;
import org.chiscope.response.NoiseNull;
import org.chiscope.response.SusceptibilityEstimator;
import org.chiscope.response.SusceptibilityRow;
import org.chiscope.system.EnergySystem;
import org.jspecify.annotations.Nullable;

/**
 * From the draws so far to all that is estimated from them. Draws of failed chains are left out:
 * what a diverging chain saw on its way is not the posterior. Used by one thread at a time; rows of
 * which neither ensemble has new draws are not estimated again. Statistics of examples are taken an
 * ensemble at a time, beside the full one's, and none of them is kept.
 */
final class RunEstimator {
    private final RunPlan plan;
    private final List<List<ChainTask>> tasks;
    private final SusceptibilityEstimator estimator;
    private final long[] estimated;
    private final List<@Nullable SusceptibilityRow> rows = new ArrayList<>();
    private final List<List<Estimate>> nulls = new ArrayList<>();
    private final List<@Nullable SusceptibilityRow> readings = new ArrayList<>();
    private final List<List<Estimate>> readingNulls = new ArrayList<>();

    /** Everything estimated at one moment. */
    record Estimates(
            SusceptibilityMatrix matrix,
            List<EnsembleDiagnostics> diagnostics,
            NoiseShares shares) {}

    /**
     * @param tasks of ensemble i, one a chain
     */
    RunEstimator(RunPlan plan, List<List<ChainTask>> tasks) {
        this.plan = plan;
        this.tasks = tasks;
        estimator =
                new SusceptibilityEstimator(
                        plan.statistics().patternExamples(),
                        plan.contextOfExample(),
                        plan.statistics().baseExamples(),
                        EstimatorSettings.of(plan.experiment().sampler().nBeta()),
                        plan.experiment().seed(),
                        plan.checkpointExampleLosses());
        estimated = new long[tasks.size()];
        Arrays.fill(estimated, -1);
        for (int e = 0; e < tasks.size(); e++) {
            rows.add(null);
            nulls.add(List.of());
        }
    }

    Estimates estimate() {
        boolean changed = false;
        for (int e = 0; e < tasks.size(); e++) {
            changed |= draws(e) != estimated[e];
        }
        // The count first: what comes in between is only taken once more.
        long fullDraws = draws(0);
        EnsembleSummary full = changed ? summary(0) : null;
        boolean fullChanged = fullDraws != estimated[0];
        List<EnsembleDiagnostics> diagnostics = new ArrayList<>();
        for (int e = 0; e < tasks.size(); e++) {
            long draws = e == 0 ? fullDraws : draws(e);
            if (changed && (fullChanged || draws != estimated[e])) {
                EnsembleSummary summary = e == 0 ? full : summary(e);
                rows.set(e, summary == null ? null : estimator.row(summary, full));
                nulls.set(e, summary == null || e == 0 ? List.of() : noiseNull(summary));
                estimated[e] = draws;
            }
            diagnostics.add(diagnostics(e, rows.get(e)));
        }
        boolean reading = readsExamples();
        if (reading && (fullChanged || readings.isEmpty())) {
            read(full);
        }
        List<@Nullable SusceptibilityRow> components =
                reading ? readings : rows.subList(1, rows.size());
        return new Estimates(
                new SusceptibilityMatrix(components),
                diagnostics,
                shares(
                        components,
                        (reading ? readingNulls : nulls).stream().flatMap(List::stream).toList()));
    }

    /** Whether rows follow coordinates: their mean is no loss, and there is no λ̂. */
    private boolean readsExamples() {
        return plan.rows() == EnergySystem.Rows.EXAMPLES;
    }

    /** Chains that share their minibatches are not independent: they have no noise null. */
    private List<Estimate> noiseNull(EnsembleSummary summary) {
        return plan.experiment().sampler().minibatch().shared() ? List.of() : NoiseNull.of(summary);
    }

    /** All rows from the draws of the full ensemble. */
    private void read(@Nullable EnsembleSummary full) {
        readings.clear();
        readingNulls.clear();
        int columns = plan.patterns().size();
        for (int row = 0; row < plan.components().size(); row++) {
            int series = columns + row;
            EnsembleSummary summary =
                    full == null
                            ? null
                            : estimator.summarise(
                                    plan.components().get(row).name(),
                                    full.chains().stream()
                                            .map(c -> c.draws().reading(series, columns))
                                            .map(draws -> new ChainSnapshot(draws, List.of()))
                                            .toList());
            readings.add(summary == null ? null : estimator.row(summary, summary));
            readingNulls.add(summary == null ? List.of() : noiseNull(summary));
        }
    }

    /** Susceptibilities of component {@code row} to single examples; null without draws or data. */
    @Nullable ExampleSusceptibility examples(int row) {
        if (readsExamples()) {
            return null;
        }
        EnsembleSummary summary = summary(row + 1);
        return summary == null ? null : estimator.examples(summary, summary(0));
    }

    /**
     * Influence between the units of data, from the draws so far.
     *
     * @throws IllegalStateException with one sentence if there are no draws, or no units
     */
    InfluenceMatrix influence() {
        EnsembleSummary full = summary(0);
        if (full == null) {
            throw new IllegalStateException(
                    "Influence needs draws of the full ensemble, but there are none yet.");
        }
        return new InfluenceMatrix(full);
    }

    /** Draws of sound chains; another number when one fails, even if the counts happen to agree. */
    private long draws(int ensemble) {
        long draws = 0;
        for (ChainTask task : tasks.get(ensemble)) {
            draws += task.failure() == null ? task.draws().draws() : 1L << 40;
        }
        return draws;
    }

    /** Of the draws so far; null if there are none. */
    private @Nullable EnsembleSummary summary(int ensemble) {
        return estimator.summarise(
                plan.ensembles().get(ensemble).name(),
                tasks.get(ensemble).stream()
                        .filter(task -> task.failure() == null)
                        .map(ChainTask::examples)
                        .toList());
    }

    private EnsembleDiagnostics diagnostics(int ensemble, @Nullable SusceptibilityRow row) {
        double acceptanceSum = 0;
        long acceptanceCount = 0;
        for (ChainTask task : tasks.get(ensemble)) {
            if (task.failure() == null) {
                acceptanceSum += task.state().acceptanceSum();
                acceptanceCount += task.state().acceptanceCount();
            }
        }
        EnsembleDiagnostics none = EnsembleDiagnostics.unknown();
        EnsembleSummary.Diagnostics chains = row == null ? null : row.diagnostics();
        return new EnsembleDiagnostics(
                chains == null ? none.rHat() : chains.rHat(),
                chains == null ? none.ess() : chains.ess(),
                chains == null ? none.autocorrelationTime() : chains.autocorrelationTime(),
                chains == null ? none.drift() : chains.drift(),
                acceptanceCount == 0 ? Double.NaN : acceptanceSum / acceptanceCount,
                tasks.get(ensemble).get(0).minibatchHeat(),
                meanLoss(ensemble),
                row == null || readsExamples() ? none.lambda() : row.lambda(),
                readsExamples() ? List.of() : chainLambdas(ensemble),
                row != null && !readsExamples() && row.belowCheckpoint());
    }

    private List<Double> chainLambdas(int ensemble) {
        List<Double> lambdas = new ArrayList<>();
        double nBeta = plan.experiment().sampler().nBeta();
        if (nBeta == 0) {
            return lambdas;
        }
        for (ChainTask task : tasks.get(ensemble)) {
            if (task.failure() == null && task.draws().draws() > 0) {
                double mean = Arrays.stream(task.draws().observable()).average().orElseThrow();
                lambdas.add(nBeta * mean);
            }
        }
        return lambdas;
    }

    private double meanLoss(int ensemble) {
        double sum = 0;
        long count = 0;
        for (ChainTask task : tasks.get(ensemble)) {
            if (task.failure() == null) {
                double[] losses = task.draws().loss();
                for (double loss : losses) {
                    sum += loss;
                }
                count += losses.length;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    private static NoiseShares shares(
            List<@Nullable SusceptibilityRow> rows, List<Estimate> nulls) {
        List<Estimate> fluctuation = new ArrayList<>();
        List<Estimate> joint = new ArrayList<>();
        for (SusceptibilityRow row : rows) {
            if (row != null) {
                for (Cell cell : row.cells()) {
                    fluctuation.add(cell.fluctuation());
                    joint.add(cell.joint());
                }
            }
        }
        return new NoiseShares(share(fluctuation), share(joint), share(nulls));
    }

    /** Among the estimates whose error is known; NaN if there is none. */
    private static double share(List<Estimate> estimates) {
        return NoiseNull.share(
                estimates.stream().filter(e -> Double.isFinite(e.monteCarloError())).toList());
    }
}
