package org.chiscope.response;

/** Which of a cell's three estimates is meant (theory.md section 2). */
public enum Part {
    /** −Cov_C(φ, ΔL_k), CONDITIONAL. */
    FLUCTUATION("Fluctuation"),
    /** −⟨φ⟩_C (⟨ΔL_k⟩_C − ⟨ΔL_k⟩). */
    SHIFT("Shift"),
    /** Their sum, JOINT. */
    JOINT("Joint");

    private final String label;

    Part(String label) {
        this.label = label;
    }

    /** What a person reads. */
    public String label() {
        return label;
    }

    /** That estimate of a cell. */
    public Estimate of(Cell cell) {
        return switch (this) {
            case FLUCTUATION -> cell.fluctuation();
            case SHIFT -> cell.shift();
            case JOINT -> cell.joint();
        };
    }
}
