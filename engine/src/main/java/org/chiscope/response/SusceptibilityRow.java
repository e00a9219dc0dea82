package org.chiscope.response;

import java.util.List;

public record SusceptibilityRow(
        String component,
        List<Cell> cells,
        Estimate lambda,
        double rHat,
        double ess,
        double autocorrelationTime,
        int draws,
        boolean belowCheckpoint) {}
