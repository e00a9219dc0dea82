package org.chiscope.experiment;

import java.util.ArrayList;
import java.util.List;

/**
 * A reason not to trust an ensemble's numbers yet, and what to do about it (theory.md section 3,
 * "Diagnostics"). An ensemble without any is sound.
 */
public enum Caution {
    /** A chain diverged or got stuck. */
    FAILED("Chains failed, and the others may follow; lower the step size"),
    /** The second halves of the chains lie above the first ones. */
    CLIMBS(
            "The loss still climbs at the end of the draws; lengthen the burn-in, and if it climbs"
                    + " past its plateau raise the localization γ or lower nβ"),
    /** The same where there is no λ̂, so that the temperature is not at fault. */
    STILL_CLIMBS("The loss still climbs at the end of the draws; lengthen the burn-in"),
    /** The second halves of the chains lie below the first ones. */
    FALLS("The loss still falls at the end of the draws; lengthen the burn-in"),
    /** ⟨L⟩ lies below L(w*) beyond its error. */
    BELOW_CHECKPOINT(
            "The mean loss lies below the checkpoint's, so the checkpoint is no minimum of this"
                    + " posterior; train further, or raise the localization γ"),
    /** ⟨L⟩ is more than twice L(w*). */
    FAR(
            "The mean loss is more than twice the checkpoint's, so the draws are not near it; raise"
                    + " the localization γ or nβ"),
    /** Chains do not tell the same. */
    DISAGREE("Chains disagree (split R-hat above 1.05); make more draws, or lengthen the burn-in"),
    /** Metropolis would reject most steps. */
    STEP_TOO_LARGE("The step size is too large (acceptance below 0.2); lower it"),
    /** Minibatch noise is no longer small beside the noise that is meant. */
    HEATED(
            "Minibatches heat the chains (heat above 0.1 of the noise); use larger ones, or a"
                    + " smaller step size");

    /** Largest split R̂ at which chains agree. */
    public static final double R_HAT = 1.05;

    /** Largest drift of chains that have levelled off, in standard errors. */
    public static final double DRIFT = 4;

    /**
     * Lowest acceptance that is good enough. In many dimensions a Langevin step is often rejected
     * though the variance of each coordinate is good to a few per cent, so only a low acceptance is
     * worth a warning.
     */
    public static final double ACCEPTANCE = 0.2;

    /** Largest minibatch heat that is small beside the noise that is meant. */
    public static final double HEAT = 0.1;

    /** Most that ⟨L⟩ may be of L(w*) for draws to be near the checkpoint. */
    public static final double FAR_TIMES = 2;

    private final String sentence;

    Caution(String sentence) {
        this.sentence = sentence;
    }

    /** What is wrong, and the remedy; without a full stop. */
    public String sentence() {
        return sentence;
    }

    /**
     * The cautions about an ensemble, the gravest first; none while there are no draws.
     *
     * @param checkpointLoss L(w*) in nats
     */
    public static List<Caution> of(EnsembleProgress ensemble, double checkpointLoss) {
        EnsembleDiagnostics d = ensemble.diagnostics();
        // Without it (at nβ = 0, or where coordinates are read) nothing keeps the loss near w*'s.
        boolean hasLambda = Double.isFinite(d.lambda().value());
        List<Caution> cautions = new ArrayList<>();
        add(cautions, FAILED, ensemble.failedChains() > 0);
        add(cautions, CLIMBS, hasLambda && d.drift() > DRIFT);
        add(cautions, STILL_CLIMBS, !hasLambda && d.drift() > DRIFT);
        add(cautions, FALLS, d.drift() < -DRIFT);
        add(cautions, BELOW_CHECKPOINT, d.belowCheckpoint());
        add(
                cautions,
                FAR,
                hasLambda && checkpointLoss > 0 && d.meanLoss() > FAR_TIMES * checkpointLoss);
        add(cautions, DISAGREE, d.rHat() > R_HAT);
        add(cautions, STEP_TOO_LARGE, d.acceptance() < ACCEPTANCE);
        add(cautions, HEATED, d.minibatchHeat() > HEAT);
        return List.copyOf(cautions);
    }

    private static void add(List<Caution> cautions, Caution caution, boolean holds) {
        if (holds) {
            cautions.add(caution);
        }
    }
}
