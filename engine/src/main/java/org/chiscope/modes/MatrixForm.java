package org.chiscope.modes;

/**
 * In which form a susceptibility matrix is decomposed. What is wanted is done in this order: each
 * cell ÷ its Monte-Carlo standard error, each row less its mean over the patterns, each row ÷ its
 * Euclidean norm.
 *
 * @param whitened whether cells are divided by their errors: then a singular value tells how far a
 *     mode stands out of the noise, and no unit is left
 * @param centred whether the mean of each row over the patterns is taken away: what a component
 *     does to all patterns alike
 * @param norm whether rows are divided by their norms: weak components count as much as strong ones
 */
public record MatrixForm(boolean whitened, boolean centred, boolean norm) {
    /** The matrix as it is, in nats². */
    public static final MatrixForm RAW = new MatrixForm(false, false, false);

    /** Whether singular values have the unit of χ; else they are pure numbers. */
    public boolean hasUnit() {
        return !whitened && !norm;
    }
}
