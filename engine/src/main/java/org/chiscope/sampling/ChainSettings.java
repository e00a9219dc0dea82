package org.chiscope.sampling;

public record ChainSettings(int burnIn, int draws, int stepsBetweenDraws) {}
