package org.chiscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.chiscope.experiment.ChainProgress;
import org.chiscope.experiment.Control;
import org.chiscope.experiment.EnsembleDiagnostics;
import org.chiscope.experiment.EnsembleProgress;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.Matrices;
import org.chiscope.experiment.NoiseShares;
import org.chiscope.experiment.RunState;
import org.chiscope.experiment.SmallRuns;
import org.chiscope.experiment.Snapshot;
import org.chiscope.experiment.SusceptibilityMatrix;
import org.chiscope.response.Estimate;
import org.chiscope.system.EnergySystem;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static EnsembleProgress ensemble(
            String name, double rHat, double acceptance, double heat, boolean below) {
        ChainProgress chain = new ChainProgress(620, 200, false, false);
        return new EnsembleProgress(
                name,
                List.of(chain, chain, chain, chain),
                new EnsembleDiagnostics(
                        rHat,
                        300,
                        2.5,
                        0.3,
                        acceptance,
                        heat,
                        1.75,
                        Estimate.UNKNOWN,
                        List.of(),
                        below));
    }

    private static List<String> lines(
            RunState state, Experiment experiment, double share, EnsembleProgress... ensembles) {
        return lines(state, experiment, share, SusceptibilityMatrix.empty(0), ensembles);
    }

    private static List<String> lines(
            RunState state,
            Experiment experiment,
            double share,
            SusceptibilityMatrix matrix,
            EnsembleProgress... ensembles) {
        return Verdict.lines(
                new Snapshot(
                        "id",
                        state,
                        null,
                        experiment,
                        EnergySystem.Rows.COMPONENTS,
                        List.of(),
                        List.of(),
                        matrix,
                        List.of(ensembles),
                        200,
                        List.of(),
                        new NoiseShares(share, 0.9, Double.NaN),
                        1.5,
                        new double[0],
                        75,
                        0,
                        Double.NaN,
                        List.of()),
                Path.of("results/first"));
    }

    @Test
    void aSoundRunHasTwoLines() {
        assertEquals(
                List.of(
                        "Finished after 1 min 15 s, 800 draws.",
                        "Cells beyond two standard errors: fluctuation 34 %, joint 90 %; in the"
                                + " noise null of the fluctuation unknown."),
                lines(
                        RunState.FINISHED,
                        SmallRuns.experiment(200),
                        0.34,
                        ensemble("full", 1.01, 0.95, 0.01, false)));
    }

    @Test
    void aControlSaysWhatItIs() throws Exception {
        for (Control control : Control.values()) {
            List<String> lines =
                    lines(
                            RunState.FINISHED,
                            control.apply(SmallRuns.experiment(200)),
                            0.34,
                            ensemble("full", 1.01, Double.NaN, Double.NaN, false));
            assertEquals(3, lines.size());
            assertTrue(lines.get(1).startsWith("This run is a control: "), lines.get(1));
            assertTrue(lines.get(1).endsWith("is not learned structure."), lines.get(1));
        }
    }

    @Test
    void tooFewDrawsAreFollowedByTheCommandThatMakesMore() {
        // All |value|/error are 1.5, so τ² = 1.5²/1.0742 − 1 = 1.0946 where 4/1.0742 − 1 = 2.7237
        // is wanted: 200 · 2.7237/1.0946 = 497.7 draws.
        SusceptibilityMatrix matrix =
                new SusceptibilityMatrix(
                        List.of(
                                Matrices.row(
                                        "a",
                                        Collections.nCopies(
                                                12, Matrices.cell(Matrices.estimate(-1.5, 1))))));

        List<String> lines =
                lines(
                        RunState.FINISHED,
                        SmallRuns.experiment(200),
                        0,
                        matrix,
                        ensemble("full", 1.2, 0.95, 0.01, false));

        assertEquals(
                "For 30 % of the fluctuations, about 498 draws a chain would be needed.",
                lines.get(2));
        assertTrue(lines.get(3).startsWith("Chains disagree"), lines.get(3));
        assertEquals(
                "More draws: chiscope run --resume --draws 498 --out results/first", lines.get(4));
        assertEquals(5, lines.size());
    }

    @Test
    void eachWarningNamesItsEnsembles() {
        List<String> lines =
                lines(
                        RunState.CANCELLED,
                        SmallRuns.experiment(200),
                        0.1,
                        ensemble("full", 1.2, 0.95, 0.01, true),
                        ensemble("l0h0", 1.01, 0.1, 0.01, false),
                        ensemble("l0h1", 1.3, 0.95, 0.3, false));

        assertTrue(lines.get(0).startsWith("Stopped after "));
        assertTrue(lines.get(2).contains("Too little stands out of the noise"), lines.get(2));
        assertTrue(lines.get(3).startsWith("The mean loss lies below"), lines.get(3));
        assertTrue(lines.get(3).endsWith("raise the localization γ: full."), lines.get(3));
        assertTrue(lines.get(4).endsWith("lengthen the burn-in: full, l0h1."), lines.get(4));
        assertTrue(lines.get(5).endsWith("lower it: l0h0."), lines.get(5));
        assertTrue(lines.get(6).endsWith("a smaller step size: l0h1."), lines.get(6));
        assertEquals(
                "More draws: chiscope run --resume --draws 400 --out results/first", lines.get(7));
        assertEquals(8, lines.size());
    }

    @Test
    void aModerateAcceptanceIsNoWarning() {
        assertEquals(
                2,
                lines(
                                RunState.FINISHED,
                                SmallRuns.mala(200),
                                0.5,
                                ensemble("full", 1.01, 0.57, 0, false))
                        .size());
    }
}
