package org.chiscope.response;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of the susceptibility matrix: a component's response to every pattern.
 *
 * @param component its name
 * @param cells one a pattern, in the order of the patterns
 * @param lambda λ̂_C = nβ(⟨L⟩_C − L(w*)); unknown at nβ = 0
 * @param diagnostics of its chains
 * @param draws draws of all its chains
 * @param belowCheckpoint whether ⟨L⟩_C lies below L(w*) by more than two standard errors: then w*
 *     is no minimum for this posterior
 * @param shiftUnknown why shift and joint are unknown, or null
 * @param replicates values without each block
 */
public record SusceptibilityRow(
        String component,
        List<Cell> cells,
        Estimate lambda,
        EnsembleSummary.Diagnostics diagnostics,
        int draws,
        boolean belowCheckpoint,
        @Nullable String shiftUnknown,
        Replicates replicates) {

    /** Copies the list. */
    public SusceptibilityRow {
        cells = List.copyOf(cells);
    }

    /**
     * The row's values without block j, for each j: for the errors of whatever is computed from
     * whole rows or matrices. Blocks of the full ensemble are the same in every row, so leaving one
     * out is leaving it out everywhere. The values of single chains are for the floor.
     *
     * @param fluctuationWithoutOwn {@code [block][pattern]}, blocks of the component's ensemble
     * @param shiftWithoutOwn likewise for the shift; no blocks where it is unknown
     * @param shiftWithoutFull {@code [block][pattern]}, blocks of the full ensemble
     * @param fluctuationOfChains {@code [chain][pattern]}, chains of the component's ensemble
     * @param shiftOfChains likewise for the shift, against all of the full ensemble
     * @param shiftOfFullChains {@code [chain][pattern]}, of all draws of the component against one
     *     chain of the full ensemble
     * @param ownSizes draws in each block of the component's ensemble
     * @param fullSizes draws in each block of the full ensemble
     * @param reading whether all rows of the matrix are read from one ensemble
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Replicates(
            double[][] fluctuationWithoutOwn,
            double[][] shiftWithoutOwn,
            double[][] shiftWithoutFull,
            double[][] fluctuationOfChains,
            double[][] shiftOfChains,
            double[][] shiftOfFullChains,
            int[] ownSizes,
            int[] fullSizes,
            boolean reading) {}
}
