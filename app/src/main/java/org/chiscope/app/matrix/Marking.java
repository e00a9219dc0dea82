package org.chiscope.app.matrix;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.experiment.Snapshot;
import org.chiscope.response.Estimate;
import org.chiscope.response.FalseDiscovery;
import org.chiscope.response.Part;
import org.chiscope.response.SusceptibilityRow;

/** Which cells are hatched as noise. */
public enum Marking {
    /** Zero lies within two standard errors; of many cells, one in twenty stands out by chance. */
    TWO_ERRORS("Beyond 2 standard errors", "|χ| ≤ 2 se"),
    /** Not named at a false discovery rate of 5 % over the whole matrix. */
    DISCOVERIES("Found at a false discovery rate of 5 %", "not found (5 % false)");

    private final String label;
    private final String legend;

    Marking(String label, String legend) {
        this.label = label;
        this.legend = legend;
    }

    /** What a person reads. */
    public String label() {
        return label;
    }

    /** What a hatched cell means. */
    public String legend() {
        return legend;
    }

    /** Whether each cell, {@code [row][column]}, is noise; false where there is no estimate. */
    boolean[][] noise(Snapshot snapshot, Part part) {
        int columns = snapshot.patterns().size();
        boolean[][] noise = new boolean[snapshot.components().size()][columns];
        List<Estimate> all = new ArrayList<>();
        for (int r = 0; r < noise.length; r++) {
            SusceptibilityRow row = snapshot.matrix().row(r);
            for (int c = 0; row != null && c < columns; c++) {
                all.add(part.of(row.cells().get(c)));
            }
        }
        boolean[] found =
                this == DISCOVERIES ? FalseDiscovery.of(all, FalseDiscovery.RATE) : new boolean[0];
        int at = 0;
        for (int r = 0; r < noise.length; r++) {
            if (snapshot.matrix().row(r) != null) {
                for (int c = 0; c < columns; c++, at++) {
                    noise[r][c] = this == DISCOVERIES ? !found[at] : all.get(at).isNoise();
                }
            }
        }
        return noise;
    }
}
