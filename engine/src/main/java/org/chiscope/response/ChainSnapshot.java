package org.chiscope.response;

import java.util.List;

/**
 * The statistics of one chain at one moment, immutable.
 *
 * @param draws the scalars of every draw
 * @param exampleBlocks its super-blocks so far, the last perhaps unfinished
 * @param unitLosses losses of the units at each draw, nats; empty if none are kept
 */
public record ChainSnapshot(
        ChainDraws draws, List<ExampleBlock> exampleBlocks, List<float[]> unitLosses) {

    /** Copies the lists. */
    public ChainSnapshot {
        exampleBlocks = List.copyOf(exampleBlocks);
        unitLosses = List.copyOf(unitLosses);
    }

    /** Without units. */
    public ChainSnapshot(ChainDraws draws, List<ExampleBlock> exampleBlocks) {
        this(draws, exampleBlocks, List.of());
    }
}
