package org.chiscope.sampling;

/**
 * A control: independent draws v_i ~ N(v*_i, s_i) from a Gaussian that has the posterior's spread
 * in every coordinate, but neither its correlations nor its shape. What its susceptibilities show
 * as well is not learned structure.
 *
 * <p>During burn-in the base sampler makes the steps: in the first half it adapts, in the second it
 * is frozen and s_i = E[(v_i − v*_i)²] is measured. Afterwards every draw costs one set of Gaussian
 * numbers, no gradient, and no step between draws. The spread is taken about the trained point, not
 * about the mean of the draws, on purpose: this is a diagonal Gaussian about w*, as the local
 * posterior is a tilted one; one array holds it; and a burn-in too short to know its mean does not
 * make it too narrow. A box holds the base alone.
 *
 * @param base the sampler of the posterior; any that follows gradients, but no Gaussian
 */
public record GaussianSettings(SamplerSettings base) implements SamplerSettings {
    /** Steps of burn-in that a spread needs at least. */
    public static final int LEAST_BURN_IN = 20;

    /**
     * @throws IllegalArgumentException with one sentence if the base has no spread to be measured
     */
    public GaussianSettings {
        if (base.flipsSpins() || base instanceof GaussianSettings) {
            throw new IllegalArgumentException(
                    "A Gaussian control takes its spread from a sampler that follows gradients, but"
                            + " its base is "
                            + base.name()
                            + "; use sgld, mala or another.");
        }
    }

    @Override
    public String name() {
        return "Gaussian of " + base.name();
    }

    @Override
    public double stepSize() {
        return base.stepSize();
    }

    @Override
    public boolean stepIsTime() {
        return base.stepIsTime();
    }

    @Override
    public PosteriorSettings posterior() {
        return base.posterior();
    }

    @Override
    public MinibatchSettings minibatch() {
        return base.minibatch();
    }

    /** No: its draws are proposed to nobody. Whether the base's are plays no role after burn-in. */
    @Override
    public boolean adjusted() {
        return false;
    }

    @Override
    public void check(ChainSettings schedule) {
        if (schedule.burnIn() < LEAST_BURN_IN) {
            throw new IllegalArgumentException(
                    "A Gaussian control measures its spread during burn-in and needs at least "
                            + LEAST_BURN_IN
                            + " steps of it, but burnIn is "
                            + schedule.burnIn()
                            + "; make it longer.");
        }
    }

    @Override
    public GaussianSettings withStepSize(double newStepSize) {
        return new GaussianSettings(base.withStepSize(newStepSize));
    }

    @Override
    public GaussianSettings withPosterior(PosteriorSettings newPosterior) {
        return new GaussianSettings(base.withPosterior(newPosterior));
    }

    @Override
    public GaussianSettings withMinibatch(MinibatchSettings newMinibatch) {
        return new GaussianSettings(base.withMinibatch(newMinibatch));
    }
}
