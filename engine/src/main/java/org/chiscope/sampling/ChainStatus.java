package org.chiscope.sampling;

/** How a chain stands. */
public sealed interface ChainStatus {

    /** More draws are to come. */
    record Running() implements ChainStatus {}

    /** All draws are made. */
    record Finished() implements ChainStatus {}

    /**
     * The chain diverged or got stuck; its draws are not to be used.
     *
     * @param draw the draw (from 0) that was being made
     * @param sentence what happened, and what to do
     */
    record Failed(int draw, String sentence) implements ChainStatus {}
}
