package org.chiscope.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.chiscope.response.SusceptibilityRow;
import org.jspecify.annotations.Nullable;

/**
 * The structural susceptibility matrix so far: components × patterns (theory: "Susceptibility").
 *
 * @param rows one a component, in the experiment's order; null while a component's chains have too
 *     few draws for an estimate
 */
public record SusceptibilityMatrix(List<@Nullable SusceptibilityRow> rows) {

    public SusceptibilityMatrix {
        rows = Collections.unmodifiableList(new ArrayList<>(rows));
    }

    /** A matrix of {@code components} rows without estimates. */
    public static SusceptibilityMatrix empty(int components) {
        return new SusceptibilityMatrix(Collections.nCopies(components, null));
    }

    /** The estimates of component {@code row}, or null where there is none yet. */
    public @Nullable SusceptibilityRow row(int row) {
        return rows.get(row);
    }
}
