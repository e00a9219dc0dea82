package org.chiscope.experiment;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.sampling.Ensemble;
import org.chiscope.sampling.SamplerSettings;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.EnergyView;
import org.jspecify.annotations.Nullable;

/**
 * Views that workers share, since they are costly to make (activations below a component are
 * computed once) and not thread-safe: one idle view an ensemble is kept. Thread-safe.
 */
final class ViewPool {
    private final EnergySystem system;
    private final List<Ensemble> ensembles;
    private final int batchSize;
    private final List<@Nullable EnergyView> idle = new ArrayList<>();

    ViewPool(EnergySystem system, List<Ensemble> ensembles, SamplerSettings sampler) {
        this.system = system;
        this.ensembles = ensembles;
        batchSize = sampler.minibatch().size();
        for (int i = 0; i < ensembles.size(); i++) {
            idle.add(null);
        }
    }

    /** A view of that ensemble, the caller's until {@link #giveBack}. */
    EnergyView take(int ensemble) {
        synchronized (idle) {
            EnergyView view = idle.set(ensemble, null);
            if (view != null) {
                return view;
            }
        }
        return system.view(ensembles.get(ensemble).moving(), batchSize);
    }

    void giveBack(int ensemble, EnergyView view) {
        synchronized (idle) {
            idle.set(ensemble, view);
        }
    }

    /** Forgets all idle views. */
    void clear() {
        synchronized (idle) {
            for (int i = 0; i < idle.size(); i++) {
                idle.set(i, null);
            }
        }
    }
}
