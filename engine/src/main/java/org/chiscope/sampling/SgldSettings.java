package org.chiscope.sampling;

public record SgldSettings(double stepSize, double nBeta, double localization, int batchSize)
        implements SamplerSettings {}
