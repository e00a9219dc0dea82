package org.chiscope.sampling;

/** Takes the draws of a chain, in order. */
@FunctionalInterface
public interface DrawConsumer {

    /**
     * Takes one draw.
     *
     * @param draw number of the draw, from 0
     * @param exampleLosses ℓ_z in nats, one an evaluation example; overwritten after this call
     */
    void accept(int draw, float[] exampleLosses);
}
