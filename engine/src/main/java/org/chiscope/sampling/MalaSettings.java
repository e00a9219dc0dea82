package org.chiscope.sampling;

public record MalaSettings(double stepSize, double nBeta, double localization)
        implements SamplerSettings {}
