package org.chiscope.experiment;

import java.util.List;

/**
 * How far the chains of an ensemble are.
 *
 * @param name {@code full}, or the component's name
 * @param chains one entry a chain
 * @param diagnostics what its draws say of it so far
 */
public record EnsembleProgress(
        String name, List<ChainProgress> chains, EnsembleDiagnostics diagnostics) {

    public EnsembleProgress {
        chains = List.copyOf(chains);
    }

    /** Draws made, over all chains. */
    public int draws() {
        return chains.stream().mapToInt(ChainProgress::draws).sum();
    }

    /** Whether a worker advances one of its chains at this moment. */
    public boolean running() {
        return chains.stream().anyMatch(ChainProgress::running);
    }

    /** How many of its chains failed. */
    public int failedChains() {
        return (int) chains.stream().filter(ChainProgress::failed).count();
    }
}
