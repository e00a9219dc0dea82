package org.chiscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.chiscope.experiment.ChainFailure;
import org.chiscope.experiment.ChainProgress;
import org.chiscope.experiment.EnsembleDiagnostics;
import org.chiscope.experiment.EnsembleProgress;
import org.chiscope.experiment.NoiseShares;
import org.chiscope.experiment.RunState;
import org.chiscope.experiment.SmallRuns;
import org.chiscope.experiment.Snapshot;
import org.chiscope.experiment.SusceptibilityMatrix;
import org.chiscope.system.EnergySystem;
import org.junit.jupiter.api.Test;

class ProgressTest {
    /** 4 chains of 20 + 3 · 1,000 steps. */
    private static Snapshot snapshot(int draws, double elapsed, double left, int failures) {
        List<ChainProgress> chains = new ArrayList<>();
        List<ChainFailure> failed = new ArrayList<>();
        for (int chain = 0; chain < 4; chain++) {
            chains.add(new ChainProgress(draws == 0 ? 0 : 20 + 3L * draws, draws, true, false));
            if (chain < failures) {
                failed.add(new ChainFailure("full", chain, 17, "It diverged."));
            }
        }
        return new Snapshot(
                "id",
                RunState.RUNNING,
                null,
                SmallRuns.experiment(1000),
                EnergySystem.Rows.COMPONENTS,
                List.of(),
                List.of(),
                SusceptibilityMatrix.empty(0),
                List.of(new EnsembleProgress("full", chains, EnsembleDiagnostics.unknown())),
                1000,
                failed,
                NoiseShares.unknown(),
                1,
                new double[0],
                elapsed,
                left,
                Double.NaN,
                List.of());
    }

    private static String shown(boolean terminal, Snapshot... snapshots) {
        StringWriter text = new StringWriter();
        Progress progress = new Progress(new PrintWriter(text), terminal);
        for (Snapshot snapshot : snapshots) {
            progress.show(snapshot);
        }
        progress.end();
        return text.toString().replace("\r\n", "\n");
    }

    @Test
    void aTerminalShowsABarThatIsRedrawn() {
        String text = shown(true, snapshot(0, 0, Double.NaN, 0), snapshot(500, 60, 61, 0));

        assertEquals(
                "\r[------------------------]    0 %  0 of 4,000 draws  estimating the time left"
                        + "\r[############------------]   50 %  2,000 of 4,000 draws  1 min 1 s left"
                        + "      \n",
                text);
    }

    @Test
    void elsewhereALineComesEachTenthAndEachHalfMinute() {
        String text =
                shown(
                        false,
                        snapshot(0, 0, Double.NaN, 0),
                        snapshot(10, 1, 99, 0),
                        snapshot(120, 12, 80, 0),
                        snapshot(150, 30, 90, 0),
                        snapshot(160, 43, 3700, 0));

        assertEquals(
                "  0 %  0 of 4,000 draws  estimating the time left\n"
                        + " 12 %  480 of 4,000 draws  1 min 20 s left\n"
                        + " 16 %  640 of 4,000 draws  1 h 2 min left\n",
                text);
    }

    @Test
    void aFailedChainIsToldOnce() {
        String text =
                shown(true, snapshot(500, 1, 1, 0), snapshot(501, 2, 1, 1), snapshot(502, 3, 1, 1));

        assertEquals(1, text.split("Chain 0 of full failed at draw 17: It diverged\\.").length - 1);
        assertTrue(text.contains("left\nChain 0"), text);
    }
}
