package org.chiscope.app.chains;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.chiscope.app.ToyModel;
import org.chiscope.app.background.Background;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.experiment.Caution;
import org.chiscope.experiment.ChainProgress;
import org.chiscope.experiment.EnsembleDiagnostics;
import org.chiscope.experiment.EnsembleProgress;
import org.chiscope.experiment.EnsembleReport;
import org.chiscope.experiment.Snapshot;
import org.chiscope.response.Estimate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnsembleLineTest {
    @TempDir Path home;

    static EnsembleLine labelled(SamplingState state, String component) {
        return state.lines().stream()
                .filter(line -> line.component().equals(component))
                .findFirst()
                .orElseThrow();
    }

    private static EnsembleLine line(String name, double rHat, double drift, int draws) {
        EnsembleProgress progress =
                new EnsembleProgress(
                        name,
                        List.of(new ChainProgress(draws, draws, false, false)),
                        new EnsembleDiagnostics(
                                rHat,
                                draws,
                                1,
                                drift,
                                0.9,
                                0,
                                1.2,
                                new Estimate(2, 0.1, 0, 4),
                                List.of(),
                                false));
        return new EnsembleLine(
                new EnsembleReport(progress, Double.NaN, 0.2, Caution.of(progress, 1)),
                name,
                name,
                "Head " + name,
                null);
    }

    private Snapshot finished() throws Exception {
        Path folder = ToyModel.write(home, 20);
        ExperimentDocument document = ToyModel.document(home, Background.inline());
        document.openModel(folder);
        document.sample(Objects.requireNonNull(document.modelProperty().get()).experiment());
        ToyModel.follow(
                document,
                () -> {
                    Snapshot now = document.snapshotProperty().get();
                    return now != null && now.state().ended();
                });
        document.close(Duration.ofSeconds(20));
        return Objects.requireNonNull(document.snapshotProperty().get());
    }

    @Test
    void theGravestFaultIsToldFirst() throws Exception {
        Snapshot snapshot = finished();
        Verdict verdict =
                Verdict.of(
                        snapshot,
                        List.of(
                                line("a", 1, 0, 9),
                                line("b", 1.3, 0, 9),
                                line("c", 1, Caution.DRIFT + 1, 9),
                                line("d", 1, 0, 0)));
        assertEquals("1 of 3", verdict.pill());
        assertFalse(verdict.good());
        assertTrue(
                verdict.text().startsWith("1 of 3 ensembles agrees; c: the loss still climbs"),
                verdict.text());
        assertTrue(verdict.text().endsWith(" 1 other has another fault."), verdict.text());
        assertEquals(Remedy.LONGER_BURN_IN, verdict.remedy());
        assertEquals(new Verdict.Piece("c", true), verdict.words().get(1));

        Verdict most =
                Verdict.of(
                        snapshot,
                        List.of(
                                line("a", 1.2, 0, 9),
                                line("b", 1.3, 0, 9),
                                line("c", 1.4, 0, 9),
                                line("d", 1.5, 0, 9)));
        assertTrue(
                most.text().startsWith("None of 4 ensembles agree; a, b and 2 others: chains"),
                most.text());
        assertEquals(Remedy.MORE_DRAWS, most.remedy());
    }

    @Test
    void whatIsSoundConverged() throws Exception {
        Snapshot snapshot = finished();
        Verdict all = Verdict.of(snapshot, List.of(line("a", 1, 0, 9), line("b", 1, 0, 9)));
        assertEquals("Converged. All 2 ensembles agree.", all.text());
        assertTrue(all.good());
        assertNull(all.remedy());
        assertEquals(
                "Converged. The chains agree.",
                Verdict.of(snapshot, List.of(line("a", 1, 0, 9))).text());
        assertEquals("", Verdict.of(snapshot, List.of(line("a", 1, 0, 0))).pill());
    }

    @Test
    void whatIsUnknownComesLastInEitherOrder() {
        List<EnsembleLine> lines =
                new ArrayList<>(
                        List.of(
                                line("a", Double.NaN, 0, 9),
                                line("b", 1.01, 0, 9),
                                line("c", 1.02, 0, 9)));
        lines.sort(EnsembleColumn.R_HAT.order(false));
        assertEquals("bca", names(lines));
        lines.sort(EnsembleColumn.R_HAT.order(true));
        assertEquals("cba", names(lines));
    }

    private static String names(List<EnsembleLine> lines) {
        StringBuilder names = new StringBuilder();
        lines.forEach(line -> names.append(line.label()));
        return names.toString();
    }

    @Test
    void columnsFillTheTable() {
        double[] edges = EnsembleColumn.edges(2000);
        assertEquals(0, edges[0]);
        assertEquals(2000, edges[edges.length - 1], 1e-9);
        assertEquals(EnsembleColumn.least(), EnsembleColumn.edges(300)[edges.length - 1], 1e-9);
    }
}
