package org.chiscope.sampling;

public sealed interface SamplerSettings permits SgldSettings, MalaSettings {
    double stepSize();

    double nBeta();

    double localization();
}
