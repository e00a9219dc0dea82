package org.chiscope.experiment;

import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.MalaSettings;
import org.chiscope.sampling.SamplerSettings;
import org.chiscope.sampling.SgldSettings;
import org.chiscope.sampling.SpinFlipSettings;
import org.chiscope.system.EnergySystem;

/**
 * Where the settings of a model without an experiment start: neutral ones, from which {@link
 * Calibration} finds the model's own. They are no advice.
 */
public final class StartingPoint {
    /** Near enough to w* for most networks; calibration goes ten times each way. */
    private static final double LOCALIZATION = 100;

    private static final double N_BETA = 30;

    /** εγ: the prior alone then has an acceptance of about 0.98 and decorrelates in 10 steps. */
    private static final double STEP_OF_PRIOR = 0.2;

    private static final int BATCH = 8;
    private static final int CHAINS = 4;

    private StartingPoint() {}

    /**
     * An experiment on everything that the model has.
     *
     * @param name of the experiment
     */
    public static Experiment of(String name, EnergySystem system) {
        return new Experiment(
                name,
                ".",
                Selection.all(),
                Selection.all(),
                sampler(system),
                CHAINS,
                system.discrete() || system.rows() == EnergySystem.Rows.EXAMPLES
                        ? new ChainSettings(200, 2000, 2)
                        : new ChainSettings(24, 64, 6),
                1);
    }

    private static SamplerSettings sampler(EnergySystem system) {
        if (system.discrete()) {
            return new SpinFlipSettings(1, false);
        }
        if (system.rows() == EnergySystem.Rows.EXAMPLES) {
            return new MalaSettings(0.1, 1, 0);
        }
        return new SgldSettings(STEP_OF_PRIOR / LOCALIZATION, N_BETA, LOCALIZATION, BATCH);
    }
}
