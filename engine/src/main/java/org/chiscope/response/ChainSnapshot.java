package org.chiscope.response;

import java.util.List;

/**
 * The statistics of one chain at one moment, immutable.
 *
 * @param draws the scalars of every draw
 * @param exampleBlocks its super-blocks so far, the last perhaps unfinished
 */
public record ChainSnapshot(ChainDraws draws, List<ExampleBlock> exampleBlocks) {

    /** Copies the list. */
    public ChainSnapshot {
        exampleBlocks = List.copyOf(exampleBlocks);
    }
}
