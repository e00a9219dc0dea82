package org.chiscope.app.document;

import org.chiscope.experiment.Snapshot;
import org.chiscope.system.EnergySystem;

/** How a matrix is read, in words: what its rows follow, and what a sign means. */
public enum Reading {
    /** Rows are components of a network, columns patterns of its data. */
    COMPONENTS("expresses the pattern", "suppresses the pattern", "nats", "nats²"),
    /** Rows are coordinates of a physical system, columns fields on it. */
    RESPONSES("moves against the field", "moves with the field", "", "");

    private final String negative;
    private final String positive;
    private final String unit;
    private final String squareUnit;

    Reading(String negative, String positive, String unit, String squareUnit) {
        this.negative = negative;
        this.positive = positive;
        this.unit = unit;
        this.squareUnit = squareUnit;
    }

    /** That of a run. */
    public static Reading of(Snapshot snapshot) {
        return of(snapshot.rows());
    }

    /** That of a system with such rows. */
    public static Reading of(EnergySystem.Rows rows) {
        return rows == EnergySystem.Rows.COMPONENTS ? COMPONENTS : RESPONSES;
    }

    /** What a negative χ says of its row. */
    public String negative() {
        return negative;
    }

    /** What a positive χ says of its row. */
    public String positive() {
        return positive;
    }

    /** The unit of φ and ΔL; empty for pure numbers. */
    public String unit() {
        return unit;
    }

    /** The unit of χ; empty for pure numbers. */
    public String squareUnit() {
        return squareUnit;
    }
}
