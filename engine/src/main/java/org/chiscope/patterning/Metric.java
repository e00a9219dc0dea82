package org.chiscope.patterning;

/** In which sense a data perturbation is the smallest (theory.md section 4). */
public enum Metric {
    /** Smallest χ²-divergence of q_h from q, hᵀGh: does not depend on how patterns are cut. */
    CHI_SQUARED("χ² divergence"),
    /** Smallest hᵀh, the papers' option; of fields, which mix nothing, the only one. */
    EUCLIDEAN("Euclidean");

    private final String label;

    Metric(String label) {
        this.label = label;
    }

    /** What a person reads. */
    public String label() {
        return label;
    }
}
