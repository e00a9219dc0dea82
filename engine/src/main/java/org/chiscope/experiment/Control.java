package org.chiscope.experiment;

import java.util.Optional;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.GaussianSettings;
import org.chiscope.sampling.PosteriorSettings;
import org.chiscope.sampling.SamplerSettings;

/**
 * The structure controls of an experiment (theory.md section 3, "Controls"): ensembles that know
 * little or nothing of what was learned. Their χ is not zero, and what shows there as well as in
 * the experiment is not learned structure.
 */
public enum Control {
    /** nβ = 0: the prior alone. */
    PRIOR(
            "prior control",
            "This run is a control: nβ is 0, so its draws know the prior alone, and what its matrix"
                    + " shows as well is not learned structure") {
        @Override
        Experiment applied(Experiment experiment) throws ExperimentException {
            PosteriorSettings posterior = experiment.sampler().posterior();
            if (posterior.localization() == 0
                    && posterior.weightDecay() == 0
                    && posterior.box() == 0) {
                throw new ExperimentException(
                        "The prior control samples at nBeta 0, but \""
                                + experiment.name()
                                + "\" has localization 0, no weight decay and no box, so there would"
                                + " be nothing to sample from; give it a localization.");
            }
            return experiment.withSampler(
                    experiment
                            .sampler()
                            .withPosterior(posterior.with(0, posterior.localization())));
        }
    },

    /**
     * Independent draws about w* with the posterior's spread in each coordinate. All steps that the
     * experiment would make go into the burn-in that measures the spread, since draws need none.
     */
    GAUSSIAN(
            "Gaussian control",
            "This run is a control: each parameter is drawn on its own with the posterior's spread,"
                    + " and what its matrix shows as well is not learned structure") {
        @Override
        Experiment applied(Experiment experiment) throws ExperimentException {
            if (experiment.sampler().flipsSpins()) {
                throw new ExperimentException(
                        "The Gaussian control draws each parameter with its own spread, but the"
                                + " parameters of \""
                                + experiment.name()
                                + "\" are spins, which are up or down; use the prior control.");
            }
            ChainSettings schedule = experiment.schedule();
            long steps = schedule.stepsAtDraw(schedule.draws() - 1);
            try {
                return experiment
                        .withSchedule(
                                new ChainSettings(
                                        Math.clamp(steps, 0, Integer.MAX_VALUE),
                                        schedule.draws(),
                                        1,
                                        schedule.initialNoise()))
                        .withSampler(new GaussianSettings(experiment.sampler()));
            } catch (IllegalArgumentException e) {
                throw new ExperimentException(String.valueOf(e.getMessage()), e);
            }
        }
    };

    private final String words;
    private final String sentence;

    Control(String words, String sentence) {
        this.words = words;
        this.sentence = sentence;
    }

    /** {@code prior control}: as it stands in the names of its experiments. */
    public String words() {
        return words;
    }

    /** What such a run is, and how to read it; without a full stop. */
    public String sentence() {
        return sentence;
    }

    /** Which control an experiment with this sampler is, if it is one. */
    public static Optional<Control> of(SamplerSettings sampler) {
        if (sampler instanceof GaussianSettings) {
            return Optional.of(GAUSSIAN);
        }
        return sampler.nBeta() == 0 ? Optional.of(PRIOR) : Optional.empty();
    }

    /**
     * The control of an experiment: an experiment like any other, with the same ensembles,
     * patterns, chains and draws, and a name that says what it is. Its seed is another one: where
     * the prior dominates, chains with the same noise go the same ways, and noise would pass for
     * what both show.
     *
     * @throws ExperimentException with one sentence if the experiment has no such control, or is
     *     one
     */
    public Experiment apply(Experiment experiment) throws ExperimentException {
        Optional<Control> already = of(experiment.sampler());
        if (already.isPresent()) {
            throw new ExperimentException(
                    "A control is made of an experiment with a posterior, but \""
                            + experiment.name()
                            + "\" is a "
                            + already.get().words
                            + " itself; give the experiment that it belongs to.");
        }
        return applied(experiment)
                .withName(experiment.name() + " (" + words + ")")
                .withSeed(experiment.seed() + 1 + ordinal());
    }

    abstract Experiment applied(Experiment experiment) throws ExperimentException;
}
