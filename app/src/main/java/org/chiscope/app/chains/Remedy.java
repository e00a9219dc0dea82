package org.chiscope.app.chains;

import org.chiscope.experiment.Caution;
import org.chiscope.experiment.Experiment;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.PosteriorSettings;

/** What a person can do here about a caution. */
public enum Remedy {
    /** The run goes on. */
    MORE_DRAWS("More draws"),
    /** Sampling anew, ε halved. */
    SMALLER_STEP("Smaller step size …"),
    /** Sampling anew, the first halves of the chains thrown away as well. */
    LONGER_BURN_IN("Longer burn-in …"),
    /** Sampling anew, γ doubled, and ε halved because the posterior is stiffer. */
    STRONGER_PULL("Stronger localization …");

    private final String label;

    Remedy(String label) {
        this.label = label;
    }

    /** On a button. */
    public String label() {
        return label;
    }

    static Remedy of(Caution caution) {
        return switch (caution) {
            case FAILED, STEP_TOO_LARGE, HEATED -> SMALLER_STEP;
            case CLIMBS, STILL_CLIMBS, FALLS -> LONGER_BURN_IN;
            case BELOW_CHECKPOINT, FAR -> STRONGER_PULL;
            case DISAGREE -> MORE_DRAWS;
        };
    }

    /** The experiment with the settings that are tried next. */
    Experiment applied(Experiment experiment) {
        return switch (this) {
            case MORE_DRAWS -> experiment;
            case SMALLER_STEP ->
                    experiment.withSampler(experiment.sampler().withStepVarianceTimes(0.5));
            case LONGER_BURN_IN -> {
                ChainSettings schedule = experiment.schedule();
                long steps = schedule.stepsAtDraw(schedule.draws() / 2);
                yield experiment.withSchedule(
                        new ChainSettings(
                                Math.clamp(steps, 0, Integer.MAX_VALUE),
                                schedule.draws(),
                                schedule.stepsBetweenDraws(),
                                schedule.initialNoise()));
            }
            case STRONGER_PULL -> {
                PosteriorSettings posterior = experiment.sampler().posterior();
                yield experiment.withSampler(
                        experiment
                                .sampler()
                                .withStepVarianceTimes(0.5)
                                .withPosterior(
                                        posterior.with(
                                                posterior.nBeta(), 2 * posterior.localization())));
            }
        };
    }
}
