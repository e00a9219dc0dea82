package org.chiscope.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.chiscope.network.Component;
import org.chiscope.response.Estimate;
import org.chiscope.response.Part;
import org.chiscope.sampling.SamplerSettings;
import org.chiscope.system.EnergySystem;

/**
 * By how much the size of the sampler's step moves what a verification realises, to first order
 * ({@link LangevinBias}), and which slope that leaves. Of the fluctuation of a network's components
 * alone: JOINT's density ratio has a bias of its own.
 */
final class StepBias {
    private final EnergySystem system;
    private final Part part;
    private final SamplerSettings sampler;
    private final List<String> components;

    /**
     * @param components names of those that are sampled, in the order of the runs' rows
     */
    StepBias(EnergySystem system, Part part, SamplerSettings sampler, List<String> components) {
        this.system = system;
        this.part = part;
        this.sampler = sampler;
        this.components = components;
    }

    /**
     * nβ (ε/4) ⟨∇L · ∇Σ h ΔL⟩ of each component, from where the chains under q have ended, in nats;
     * unknown where it is not known.
     */
    List<Estimate> of(ExperimentRun still, DataPerturbation perturbation) throws IOException {
        if (part != Part.FLUCTUATION || system.rows() != EnergySystem.Rows.COMPONENTS) {
            return Collections.nCopies(components.size(), Estimate.UNKNOWN);
        }
        double[] mass = perturbation.mass(system);
        List<Estimate> biases = new ArrayList<>();
        for (String name : components) {
            Component component =
                    system.components().stream()
                            .filter(each -> each.name().equals(name))
                            .findFirst()
                            .orElseThrow();
            int ensemble = 1 + biases.size();
            biases.add(
                    LangevinBias.stated(
                                    system,
                                    component.indices(),
                                    mass,
                                    () -> still.positions(ensemble),
                                    sampler)
                            .times(sampler.nBeta()));
        }
        return biases;
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
