package org.chiscope.experiment;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.response.ChainDraws;
import org.chiscope.response.ChainSnapshot;
import org.chiscope.response.EnsembleSummary;
import org.chiscope.response.EstimatorSettings;
import org.chiscope.system.EnergySystem;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run at one moment. Immutable and ready to be shown: nothing is computed when
 * it is read. Ensemble 0 is the full one; where rows follow components, ensemble i + 1 is that of
 * component i, and else all rows belong to ensemble 0.
 *
 * @param runId names the run; no number depends on it
 * @param state where the run stands
 * @param failure one sentence that says why the state is {@link RunState#FAILED}, else null
 * @param experiment the description, its model path relative to the results folder
 * @param rows what the rows follow
 * @param components the rows
 * @param patterns the columns
 * @param matrix the estimates so far
 * @param ensembles progress and diagnostics, ensemble by ensemble
 * @param drawsPerChain draws that every chain is to make
 * @param failures chains that failed, in the order (ensemble, chain)
 * @param shares cells beyond noise
 * @param checkpointLoss L(w*) on the evaluation set, nats
 * @param checkpointPatternLosses L_k(w*), one a pattern, nats
 * @param secondsElapsed time spent running, over all sittings
 * @param secondsLeft estimated time to the end at the present number of workers; NaN where unknown
 * @param stepsPerSecond over all workers, lately; NaN where unknown
 * @param draws the draws of ensemble i, one entry a chain (empty ones have no draws yet)
 */
@SuppressWarnings("ArrayRecordComponent") // read-only by contract: copied once, when made
public record Snapshot(
        String runId,
        RunState state,
        @Nullable String failure,
        Experiment experiment,
        EnergySystem.Rows rows,
        List<ComponentInfo> components,
        List<PatternInfo> patterns,
        SusceptibilityMatrix matrix,
        List<EnsembleProgress> ensembles,
        int drawsPerChain,
        List<ChainFailure> failures,
        NoiseShares shares,
        double checkpointLoss,
        double[] checkpointPatternLosses,
        double secondsElapsed,
        double secondsLeft,
        double stepsPerSecond,
        List<List<ChainDraws>> draws) {

    /** Draws made over all ensembles and chains, failed ones included. */
    public long drawsMade() {
        return ensembles.stream().mapToLong(EnsembleProgress::draws).sum();
    }

    /** Draws that the whole run is to make, over all ensembles and chains. */
    public long drawsTotal() {
        return (long) ensembles.size() * experiment.chains() * drawsPerChain;
    }

    /** Steps made over all chains; a failed chain counts as if it had made all of its steps. */
    public long stepsMade() {
        long each = stepsPerChain();
        long sum = 0;
        for (EnsembleProgress ensemble : ensembles) {
            for (ChainProgress chain : ensemble.chains()) {
                sum += chain.failed() ? each : chain.steps();
            }
        }
        return sum;
    }

    /** Steps that the whole run is to make, burn-in included. */
    public long stepsTotal() {
        return ensembles.size() * experiment.chains() * stepsPerChain();
    }

    private long stepsPerChain() {
        return experiment.schedule().stepsAtDraw(drawsPerChain - 1);
    }

    /** Draws that each ensemble is to make, over its chains. */
    public int drawsTotalPerEnsemble() {
        return experiment.chains() * drawsPerChain;
    }

    /** The draws that row {@code row} is about, one entry a chain. */
    public List<ChainDraws> rowDraws(int row) {
        return rows == EnergySystem.Rows.COMPONENTS
                ? draws.get(row + 1)
                : draws.getFirst().stream()
                        .map(chain -> chain.reading(patterns.size() + row, patterns.size()))
                        .toList();
    }

    /** The draws that row {@code row} is about, without those of failed chains. */
    public List<ChainDraws> soundRowDraws(int row) {
        List<ChainProgress> chains = rowProgress(row).chains();
        return rowDraws(row).stream()
                .filter(chainDraws -> !chains.get(chainDraws.chain()).failed())
                .toList();
    }

    /**
     * Summaries of the rows' ensembles without their failed chains, for what is computed from whole
     * rows; rows without draws are left out.
     */
    public List<EnsembleSummary> rowSummaries() {
        EstimatorSettings settings = EstimatorSettings.of(experiment.sampler().nBeta());
        List<EnsembleSummary> summaries = new ArrayList<>();
        for (int row = 0; row < components.size(); row++) {
            EnsembleSummary summary =
                    EnsembleSummary.of(
                            components.get(row).name(),
                            soundRowDraws(row).stream()
                                    .map(draws -> new ChainSnapshot(draws, List.of()))
                                    .toList(),
                            settings);
            if (summary != null) {
                summaries.add(summary);
            }
        }
        return summaries;
    }

    /** The draws of the full ensemble, without those of failed chains. */
    public List<ChainDraws> soundFullDraws() {
        List<ChainProgress> chains = ensembles.getFirst().chains();
        return fullDraws().stream()
                .filter(chainDraws -> !chains.get(chainDraws.chain()).failed())
                .toList();
    }

    /** The draws of the full ensemble, one entry a chain. */
    public List<ChainDraws> fullDraws() {
        return draws.get(0);
    }

    /** Progress of the ensemble that row {@code row} is about. */
    public EnsembleProgress rowProgress(int row) {
        return ensembles.get(rows == EnergySystem.Rows.COMPONENTS ? row + 1 : 0);
    }
}
