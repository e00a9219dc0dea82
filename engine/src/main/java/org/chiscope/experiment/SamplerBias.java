package org.chiscope.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.chiscope.response.ChainDraws;
import org.chiscope.response.Estimate;
import org.chiscope.response.Part;
import org.chiscope.sampling.SamplerSettings;
import org.chiscope.sampling.SgldSettings;
import org.chiscope.system.EnergySystem;

/**
 * By how much the size of the sampler's step and the heat of its minibatches part what a
 * verification realises from what was predicted, to first order ({@link LangevinBias}), and which
 * slope that leaves. Of the fluctuation of a network's components alone: JOINT's density ratio has
 * a bias of its own.
 */
final class SamplerBias {
    private final EnergySystem system;
    private final Part part;
    private final SamplerSettings sampler;
    private final List<String> components;

    /**
     * @param components names of those that are sampled, in the order of the runs' rows
     */
    SamplerBias(EnergySystem system, Part part, SamplerSettings sampler, List<String> components) {
        this.system = system;
        this.part = part;
        this.sampler = sampler;
        this.components = components;
    }

    /**
     * Realised − predicted change of each component for each perturbation, in nats, from where the
     * chains under q have ended.
     *
     * @param cancelled read often
     * @return one list a perturbation, one estimate a component
     * @throws InterruptedException if it was cancelled
     */
    List<List<Estimate>> of(
            ExperimentRun still,
            List<DataPerturbation> perturbations,
            int workers,
            BooleanSupplier cancelled)
            throws ExperimentException, InterruptedException {
        Estimate known =
                part != Part.FLUCTUATION || system.rows() != EnergySystem.Rows.COMPONENTS
                        ? Estimate.UNKNOWN
                        : LangevinBias.known(sampler).orElse(null);
        if (known != null || !(sampler instanceof SgldSettings sgld)) {
            Estimate of = known == null ? Estimate.UNKNOWN : known;
            return perturbations.stream()
                    .map(each -> Collections.nCopies(components.size(), of))
                    .toList();
        }
        List<double[]> masses = new ArrayList<>();
        for (DataPerturbation perturbation : perturbations) {
            masses.add(perturbation.mass(system));
        }
        Snapshot draws = still.snapshot();
        List<List<Estimate>> rows = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
            List<Future<List<Estimate>>> begun = new ArrayList<>();
            for (int row = 0; row < components.size(); row++) {
                LangevinBias bias =
                        new LangevinBias(system, system.component(components.get(row)).indices());
                List<float[]> positions = still.positions(1 + row);
                double variance = variance(draws.soundRowDraws(row));
                begun.add(pool.submit(() -> bias.of(masses, positions, sgld, variance, cancelled)));
            }
            for (Future<List<Estimate>> row : begun) {
                rows.add(row.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        if (cancelled.getAsBoolean()) {
            throw new InterruptedException("The runs were stopped.");
        }
        List<List<Estimate>> all = new ArrayList<>();
        for (int which = 0; which < perturbations.size(); which++) {
            int place = which;
            all.add(rows.stream().map(row -> row.get(place).times(sampler.nBeta())).toList());
        }
        return all;
    }

    /** Var(φ) over the draws of all chains. */
    private static double variance(List<ChainDraws> chains) {
        double[] values =
                chains.stream()
                        .flatMapToDouble(chain -> Arrays.stream(chain.observable()))
                        .toArray();
        double mean = Arrays.stream(values).average().orElse(0);
        return Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElse(0);
    }

    /** Σ p_own · (p_other + bias) ÷ Σ p_own · p_other over the trials that count. */
    static Estimate slope(List<Verification.Trial> trials) {
        double above = 0;
        double below = 0;
        double error = 0;
        int blocks = Integer.MAX_VALUE;
        for (Verification.Trial trial : trials) {
            for (int row = 0; row < trial.biases().size() && trial.counts(); row++) {
                double own = trial.predictedByOwn().get(row).value();
                Estimate bias = trial.biases().get(row);
                above += own * bias.value();
                below += own * trial.predicted().get(row).value();
                // Trials share the chains that the bias is of: errors add up, at most.
                error += Math.abs(own) * bias.monteCarloError();
                blocks = Math.min(blocks, bias.blocks());
            }
        }
        return below == 0
                ? Estimate.UNKNOWN
                : new Estimate(1 + above / below, Math.abs(error / below), Double.NaN, blocks);
    }
}
