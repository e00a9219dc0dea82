package org.chiscope.sampling;

/**
 * Which sampler draws from p(v) ∝ exp(−nβ L(v, u*) − (γ/2)|v − v*|²), and its settings. Every
 * implementation refuses values without meaning with one sentence.
 */
public sealed interface SamplerSettings permits SgldSettings, MalaSettings {

    /** ε, the variance of the noise that a step adds to each coordinate; positive. */
    double stepSize();

    /** nβ, the inverse temperature, in 1/nats; 0 samples the prior alone. */
    double nBeta();

    /** γ, the strength of the pull to w*; 0 switches it off. */
    double localization();
}
