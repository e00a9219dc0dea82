package org.chiscope.sampling;

/**
 * Flips the spins of an Ising model, exactly at every temperature: one by one (Metropolis et al.,
 * 1953; a step proposes as many as there are), or in clusters (Wolff, 1989; a step grows one).
 *
 * @param nBeta inverse temperature, at least 0
 * @param clusters whether clusters are flipped
 */
public record SpinFlipSettings(double nBeta, boolean clusters) implements SamplerSettings {

    /**
     * @throws IllegalArgumentException with one sentence if a value has no meaning
     */
    public SpinFlipSettings {
        SamplerValidation.atLeastZero("inverse temperature nBeta", nBeta, "nBeta", "0.4");
    }

    @Override
    public String name() {
        return clusters ? "Wolff" : "Metropolis";
    }

    @Override
    public boolean flipsSpins() {
        return true;
    }

    @Override
    public double stepSize() {
        return 1;
    }

    /** Spins are in a box of their own. */
    @Override
    public PosteriorSettings posterior() {
        return new PosteriorSettings(nBeta, 0, 0, 1);
    }

    @Override
    public boolean adjusted() {
        return true;
    }

    @Override
    public SpinFlipSettings withStepSize(double newStepSize) {
        return this;
    }

    @Override
    public SpinFlipSettings withPosterior(PosteriorSettings newPosterior) {
        return new SpinFlipSettings(newPosterior.nBeta(), clusters);
    }
}
