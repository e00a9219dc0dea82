package org.chiscope.sampling;

/**
 * The stochastic gradient Nosé–Hoover thermostat (Ding et al., 2014): Langevin dynamics with
 * momenta of unit mass, whose friction ξ follows the kinetic energy, dξ = (‖p‖²/d − 1) dt, so that
 * it takes up the heat of the minibatches. Integrated by symmetric splitting, one gradient a step
 * (Chen et al., arXiv:1610.06665).
 *
 * @param stepSize h, the time of a step; √ε in the units of SGLD. Positive
 * @param posterior what is sampled from
 * @param minibatch what ∇L_B is taken over
 * @param friction A, positive: the noise that is put in, 2A a time, and the friction at the start
 */
public record SgnhtSettings(
        double stepSize, PosteriorSettings posterior, MinibatchSettings minibatch, double friction)
        implements SamplerSettings {

    /**
     * @throws IllegalArgumentException with one sentence if a value has no meaning
     */
    public SgnhtSettings {
        SamplerValidation.stepSize(stepSize);
        if (!(friction > 0) || Double.isInfinite(friction)) {
            throw new IllegalArgumentException(
                    "The thermostat's friction must be a positive number, but it is "
                            + friction
                            + "; set friction to something like 1.");
        }
    }

    @Override
    public String name() {
        return "SGNHT";
    }

    @Override
    public boolean stepIsTime() {
        return true;
    }

    @Override
    public boolean adjusted() {
        return false;
    }

    @Override
    public SgnhtSettings withStepSize(double newStepSize) {
        return new SgnhtSettings(newStepSize, posterior, minibatch, friction);
    }

    @Override
    public SgnhtSettings withPosterior(PosteriorSettings newPosterior) {
        return new SgnhtSettings(stepSize, newPosterior, minibatch, friction);
    }

    @Override
    public SgnhtSettings withMinibatch(MinibatchSettings newMinibatch) {
        return new SgnhtSettings(stepSize, posterior, newMinibatch, friction);
    }
}
