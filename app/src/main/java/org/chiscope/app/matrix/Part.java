package org.chiscope.app.matrix;

import org.chiscope.response.Cell;
import org.chiscope.response.Estimate;

/** Which of a cell's three estimates is shown (theory.md section 2). */
public enum Part {
    FLUCTUATION("Fluctuation"),
    SHIFT("Shift"),
    JOINT("Joint");

    private final String label;

    Part(String label) {
        this.label = label;
    }

    /** What a person reads. */
    public String label() {
        return label;
    }

    public Estimate of(Cell cell) {
        return switch (this) {
            case FLUCTUATION -> cell.fluctuation();
            case SHIFT -> cell.shift();
            case JOINT -> cell.joint();
        };
    }
}
