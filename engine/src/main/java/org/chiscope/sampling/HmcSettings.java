package org.chiscope.sampling;

/**
 * Hamiltonian Monte Carlo (Duane et al., 1987; Neal, 2011): a trajectory of leapfrog steps from
 * fresh Gaussian momenta, accepted or rejected so that the posterior is exact. Each trajectory has
 * a random number of steps, so that none closes on itself for all coordinates.
 *
 * @param stepSize length h of a leapfrog step; √ε in the units of SGLD. Positive; where it adapts,
 *     the first one
 * @param posterior what is sampled from
 * @param leapfrogSteps greatest number of steps of a trajectory, at least 1
 * @param targetAcceptance mean acceptance that the step size is adapted to during burn-in, by dual
 *     averaging (Hoffman and Gelman, 2014), in (0, 1); or 0 to keep the step size
 */
public record HmcSettings(
        double stepSize, PosteriorSettings posterior, int leapfrogSteps, double targetAcceptance)
        implements SamplerSettings {

    /**
     * @throws IllegalArgumentException with one sentence if a value has no meaning
     */
    public HmcSettings {
        SamplerValidation.stepSize(stepSize);
        if (leapfrogSteps < 1) {
            throw new IllegalArgumentException(
                    "A trajectory needs at least 1 leapfrog step, but leapfrogSteps is "
                            + leapfrogSteps
                            + ".");
        }
        if (!(targetAcceptance >= 0 && targetAcceptance < 1)) {
            throw new IllegalArgumentException(
                    "The target acceptance must lie in (0, 1), or be 0 to keep the step size, but it is "
                            + targetAcceptance
                            + "; set targetAcceptance to something like 0.8.");
        }
    }

    @Override
    public String name() {
        return "HMC";
    }

    @Override
    public boolean stepIsTime() {
        return true;
    }

    @Override
    public boolean adjusted() {
        return true;
    }

    @Override
    public HmcSettings withStepSize(double newStepSize) {
        return new HmcSettings(newStepSize, posterior, leapfrogSteps, targetAcceptance);
    }

    @Override
    public HmcSettings withPosterior(PosteriorSettings newPosterior) {
        return new HmcSettings(stepSize, newPosterior, leapfrogSteps, targetAcceptance);
    }
}
