package org.chiscope.response;

public record Cell(
        Estimate fluctuation,
        Estimate shift,
        Estimate joint,
        int draws,
        double ess,
        int tokens,
        int contexts) {}
