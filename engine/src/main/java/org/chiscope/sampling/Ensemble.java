package org.chiscope.sampling;

import org.chiscope.math.IndexSet;

public record Ensemble(String name, IndexSet moving) {
    public static final String FULL_NAME = "full";
}
