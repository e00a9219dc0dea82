package org.chiscope.app.chains;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import org.chiscope.app.background.Background;
import org.chiscope.app.document.CellReport;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.document.OpenModel;
import org.chiscope.app.selection.CellName;
import org.chiscope.app.selection.Selection;
import org.chiscope.experiment.Control;
import org.chiscope.experiment.Snapshot;
import org.chiscope.experiment.ThreeRoutes;
import org.chiscope.response.Cell;
import org.chiscope.response.SusceptibilityRow;
import org.chiscope.system.EnergySystem;
import org.jspecify.annotations.Nullable;

/**
 * The same cells by three routes: A, B and the one that stands out most. The runs are kept under
 * the results, so that a check which was stopped goes on. FX thread only.
 */
public final class RoutesViewModel {
    private static final int MOST = 3;

    private final ExperimentDocument document;
    private final Selection selection;
    private final LongJob<Progress> job;
    private String refusal = "";

    /**
     * What is known of a check.
     *
     * @param words what is being sampled, or empty
     * @param result null until it is there
     */
    public record Progress(String words, ThreeRoutes.@Nullable Result result) {}

    RoutesViewModel(ExperimentDocument document, Selection selection, Background background) {
        this.document = document;
        this.selection = selection;
        job = new LongJob<>(background);
    }

    ReadOnlyObjectProperty<LongJob.Content<Progress>> contentProperty() {
        return job.contentProperty();
    }

    /** What was found; null before. */
    public ThreeRoutes.@Nullable Result result() {
        Progress progress = job.content().progress();
        return progress == null ? null : progress.result();
    }

    /** One sentence on what the last check failed at, or empty. */
    public String failure() {
        return job.content().failure();
    }

    /** Why there is nothing to check, one sentence; empty where there is. */
    public String refusal() {
        return refusal;
    }

    /** Another run is shown. */
    void look(Snapshot snapshot) {
        forget();
        refusal =
                Control.of(snapshot.experiment().sampler())
                        .map(
                                control ->
                                        "A "
                                                + control.words()
                                                + " has no posterior that data move: check the"
                                                + " experiment that it belongs to.")
                        .orElse("");
    }

    void forget() {
        job.forget();
        refusal = "";
    }

    void pulse() {
        job.pulse();
    }

    public void stop() {
        job.stop();
    }

    /** The cells that the next check is about: A, B, and the strongest. */
    public List<CellReport> cells() {
        Snapshot snapshot = document.snapshotProperty().get();
        if (snapshot == null) {
            return List.of();
        }
        Set<CellName> names = new LinkedHashSet<>();
        for (CellName chosen :
                new @Nullable CellName[] {
                    selection.selectedProperty().get(), selection.pinnedProperty().get()
                }) {
            if (chosen != null) {
                names.add(chosen);
            }
        }
        CellName strongest = strongest(snapshot);
        if (strongest != null) {
            names.add(strongest);
        }
        List<CellReport> cells = new ArrayList<>();
        for (CellName name : names) {
            CellReport.of(snapshot, name).ifPresent(cells::add);
        }
        return cells.subList(0, Math.min(MOST, cells.size()));
    }

    /** The cell with the largest |fluctuation| ÷ standard error, or null. */
    static @Nullable CellName strongest(Snapshot snapshot) {
        CellName best = null;
        double most = 0;
        for (int r = 0; r < snapshot.components().size(); r++) {
            SusceptibilityRow row = snapshot.matrix().row(r);
            for (int k = 0; row != null && k < row.cells().size(); k++) {
                Cell cell = row.cells().get(k);
                double ratio =
                        Math.abs(cell.fluctuation().value()) / cell.fluctuation().monteCarloError();
                if (Double.isFinite(ratio) && ratio > most) {
                    most = ratio;
                    best =
                            new CellName(
                                    snapshot.components().get(r).name(),
                                    snapshot.patterns().get(k).name());
                }
            }
        }
        return best;
    }

    /** About how long a check would take; NaN where that is not known. */
    double seconds() {
        Snapshot snapshot = document.snapshotProperty().get();
        List<CellReport> cells = cells();
        if (snapshot == null || cells.isEmpty()) {
            return Double.NaN;
        }
        int patterns = (int) cells.stream().map(CellReport::column).distinct().count();
        int rows = (int) cells.stream().map(CellReport::row).distinct().count();
        int ensembles = snapshot.rows() == EnergySystem.Rows.COMPONENTS ? 1 + rows : 1;
        return ThreeRoutes.runs(patterns, snapshot.rows())
                * ensembles
                * snapshot.secondsElapsed()
                / snapshot.ensembles().size();
    }

    /** Samples {@link #cells} by all routes. */
    public void start() {
        Snapshot snapshot = document.snapshotProperty().get();
        OpenModel model = document.modelProperty().get();
        Path results = document.folderProperty().get();
        List<ThreeRoutes.CellAt> cells =
                cells().stream()
                        .map(
                                cell ->
                                        new ThreeRoutes.CellAt(
                                                cell.component().name(), cell.pattern().name()))
                        .toList();
        if (snapshot == null
                || model == null
                || results == null
                || cells.isEmpty()
                || !refusal.isEmpty()) {
            return;
        }
        Path kept = Kept.folder(document, "three-routes", snapshot.experiment());
        Progress before = job.content().progress();
        ThreeRoutes.Result known = before == null ? null : before.result();
        Told told = new Told(known);
        ThreeRoutes routes =
                new ThreeRoutes(
                        snapshot.experiment().relocated(results, kept),
                        model.system(),
                        kept,
                        document.workers(),
                        told::say);
        job.start(
                new LongJob.Work<>() {
                    @Override
                    public Progress run(Consumer<Progress> progress) throws Exception {
                        told.to = progress;
                        return new Progress("", routes.check(cells));
                    }

                    @Override
                    public void cancel() {
                        routes.cancel();
                    }
                });
    }

    /** Passes on what is told of a check; its result before stays until there is another. */
    private static final class Told {
        private final ThreeRoutes.@Nullable Result known;
        private Consumer<Progress> to = progress -> {};

        Told(ThreeRoutes.@Nullable Result known) {
            this.known = known;
        }

        void say(String words) {
            to.accept(new Progress(words, known));
        }
    }
}
