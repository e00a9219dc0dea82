package org.chiscope.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One of the things that a sound ensemble does, and how many do it. Limits are those of {@link
 * Caution}.
 *
 * @param criterion what is asked
 * @param passed ensembles that fulfil it
 * @param of ensembles that can be asked: those that have draws, and the number in question
 */
public record SamplingCheck(Criterion criterion, int passed, int of) {

    /** What is asked of an ensemble. */
    public enum Criterion {
        /** No chain diverged or got stuck. */
        NO_FAILURE(Set.of(Caution.FAILED), d -> true),
        /** Split R̂ is at most {@link Caution#R_HAT}. */
        AGREES(Set.of(Caution.DISAGREE), d -> !Double.isNaN(d.rHat())),
        /** The drift is at most {@link Caution#DRIFT} standard errors. */
        LEVELLED_OFF(
                Set.of(Caution.CLIMBS, Caution.STILL_CLIMBS, Caution.FALLS),
                d -> !Double.isNaN(d.drift())),
        /** ⟨L⟩ ≥ L(w*), within its error; not asked where there is no λ̂. */
        ABOVE_CHECKPOINT(
                Set.of(Caution.BELOW_CHECKPOINT), d -> Double.isFinite(d.lambda().value())),
        /** ⟨L⟩ is at most {@link Caution#FAR_TIMES} times L(w*); not asked where there is no λ̂. */
        NEAR_CHECKPOINT(Set.of(Caution.FAR), d -> Double.isFinite(d.lambda().value())),
        /** Acceptance is at least {@link Caution#ACCEPTANCE}. */
        ACCEPTED(Set.of(Caution.STEP_TOO_LARGE), d -> !Double.isNaN(d.acceptance())),
        /** Minibatch heat is at most {@link Caution#HEAT}. */
        COOL(Set.of(Caution.HEATED), d -> !Double.isNaN(d.minibatchHeat()));

        private final Set<Caution> breaches;
        private final Predicate<EnsembleDiagnostics> asked;

        Criterion(Set<Caution> breaches, Predicate<EnsembleDiagnostics> asked) {
            this.breaches = breaches;
            this.asked = asked;
        }

        /** The cautions that say that it is not fulfilled. */
        public Set<Caution> breaches() {
            return breaches;
        }
    }

    /** All criteria, in their order. */
    public static List<SamplingCheck> all(List<EnsembleReport> ensembles) {
        List<SamplingCheck> checks = new ArrayList<>();
        for (Criterion criterion : Criterion.values()) {
            int passed = 0;
            int of = 0;
            for (EnsembleReport ensemble : ensembles) {
                boolean breached =
                        ensemble.cautions().stream().anyMatch(criterion.breaches::contains);
                if (ensemble.known()
                        && (breached || criterion.asked.test(ensemble.diagnostics()))) {
                    of++;
                    passed += breached ? 0 : 1;
                }
            }
            checks.add(new SamplingCheck(criterion, passed, of));
        }
        return checks;
    }
}
