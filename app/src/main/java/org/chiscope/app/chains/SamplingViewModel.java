package org.chiscope.app.chains;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.chiscope.app.background.Background;
import org.chiscope.app.background.LatestJob;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.document.OpenModel;
import org.chiscope.app.matrix.MatrixViewModel;
import org.chiscope.app.selection.CellName;
import org.chiscope.app.selection.Selection;
import org.chiscope.experiment.Control;
import org.chiscope.experiment.DiagnosticsTable;
import org.chiscope.experiment.EnsembleReport;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.ExperimentException;
import org.chiscope.experiment.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * What the Sampling perspective shows and what a person can do there. Diagnostics come with the
 * snapshots; what the charts need of the draws is worked out off the FX thread, while the
 * perspective is in sight, and twice a second at most. FX thread only (or, in tests, one thread).
 */
public final class SamplingViewModel {
    private static final long APART_NANOS = 500_000_000;

    private final ExperimentDocument document;
    private final Selection selection;
    private final MatrixViewModel matrix;
    private final LongSupplier clock;
    private final LatestJob preparing;
    private final LatestJob exporting;
    private final CalibrationViewModel calibration;
    private final RoutesViewModel routes;

    private final BooleanProperty showing = new SimpleBooleanProperty(this, "showing");
    private final ReadOnlyObjectWrapper<@Nullable SamplingState> state =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper("");

    private @Nullable Snapshot prepared;
    private String preparedA = "";
    private String preparedB = "";
    private long preparedAt;
    private String runId = "";
    private String lookedUp = "";

    public SamplingViewModel(
            ExperimentDocument document,
            Selection selection,
            MatrixViewModel matrix,
            Background background) {
        this(document, selection, matrix, background, System::nanoTime);
    }

    /**
     * @param clock nanoseconds from anywhere
     */
    SamplingViewModel(
            ExperimentDocument document,
            Selection selection,
            MatrixViewModel matrix,
            Background background,
            LongSupplier clock) {
        this.document = document;
        this.selection = selection;
        this.matrix = matrix;
        this.clock = clock;
        preparing = new LatestJob(background);
        exporting = new LatestJob(background);
        calibration = new CalibrationViewModel(document, background);
        routes = new RoutesViewModel(document, selection, background);
        document.snapshotProperty().addListener((o, before, now) -> look());
        showing.addListener((o, before, now) -> look());
        selection.selectedProperty().addListener((o, before, now) -> look());
        selection.pinnedProperty().addListener((o, before, now) -> look());
    }

    /** Whether the perspective is in sight: otherwise nothing is computed. */
    public BooleanProperty showingProperty() {
        return showing;
    }

    /** What is shown; null without a run. */
    public ReadOnlyObjectProperty<@Nullable SamplingState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Why nothing is shown, one sentence; empty while something is. */
    public ReadOnlyStringProperty messageProperty() {
        return message.getReadOnlyProperty();
    }

    /** Which settings would do better. */
    public CalibrationViewModel calibration() {
        return calibration;
    }

    /** Whether other routes lead to the same numbers. */
    public RoutesViewModel routes() {
        return routes;
    }

    /** The form for the next sampling. */
    MatrixViewModel matrix() {
        return matrix;
    }

    // ---- What is shown ----

    /** Looks at the newest of everything; called once a pulse. */
    public void pulse() {
        calibration.pulse();
        routes.pulse();
        look();
    }

    private void look() {
        Snapshot now = document.snapshotProperty().get();
        String id = now == null ? "" : now.runId();
        if (!id.equals(runId)) {
            runId = id;
            beginAnew();
        }
        if (now == null || !showing.get() || preparing.runningProperty().get()) {
            return;
        }
        String a = component(selection.selectedProperty().get());
        String b = component(selection.pinnedProperty().get());
        Snapshot before = prepared;
        boolean chosen = !a.equals(preparedA) || !b.equals(preparedB);
        if (before == now && !chosen) {
            return;
        }
        boolean soon = clock.getAsLong() - preparedAt < APART_NANOS;
        if (before != null && !chosen && before.state() == now.state() && soon) {
            return;
        }
        prepare(now, a, b);
        // More draws are the same run, but another experiment.
        String experiment = runId + " to " + now.drawsPerChain();
        if (!lookedUp.equals(experiment)) {
            lookedUp = experiment;
            calibration.look(now);
            routes.look(now);
        }
    }

    private static String component(@Nullable CellName cell) {
        return cell == null ? "" : cell.component();
    }

    private void beginAnew() {
        preparing.forget();
        prepared = null;
        lookedUp = "";
        state.set(null);
        message.set("");
        calibration.forget();
        routes.forget();
    }

    private void prepare(Snapshot now, String a, String b) {
        prepared = now;
        preparedA = a;
        preparedB = b;
        preparedAt = clock.getAsLong();
        preparing.start(
                () -> SamplingState.of(now, a, b),
                made -> {
                    message.set("");
                    state.set(made);
                    look();
                },
                sentence -> {
                    state.set(null);
                    message.set(sentence);
                });
    }

    // ---- Commands ----

    /**
     * Selects a component, with the pattern that is selected already, or else the one that it
     * responds to most; the empty name selects nothing, so that the full ensemble is shown.
     */
    public void select(String component) {
        SamplingState shown = state.get();
        CellName before = selection.selectedProperty().get();
        if (component.isEmpty() || shown == null) {
            selection.select(null);
            return;
        }
        selection.select(
                new CellName(
                        component,
                        before != null
                                ? before.pattern()
                                : strongestPattern(shown.snapshot(), component)));
    }

    private static String strongestPattern(Snapshot snapshot, String component) {
        int row = 0;
        while (!snapshot.components().get(row).name().equals(component)) {
            row++;
        }
        var estimates = snapshot.matrix().row(row);
        int best = 0;
        double most = -1;
        for (int k = 0; estimates != null && k < estimates.cells().size(); k++) {
            var fluctuation = estimates.cells().get(k).fluctuation();
            double ratio = Math.abs(fluctuation.value()) / fluctuation.monteCarloError();
            if (Double.isFinite(ratio) && ratio > most) {
                most = ratio;
                best = k;
            }
        }
        return snapshot.patterns().get(best).name();
    }

    /** More draws that the run can be given; empty unless it has finished. */
    public List<MoreDraws> moreDraws() {
        Snapshot now = document.snapshotProperty().get();
        return now == null || document.active() ? List.of() : MoreDraws.of(now);
    }

    /** Makes more draws. */
    public void extend(MoreDraws more) {
        document.extend(more.draws());
    }

    /** Fills the form for the next sampling with the run's settings, or with better ones. */
    public void fillSettings(@Nullable Remedy remedy) {
        Snapshot now = document.snapshotProperty().get();
        if (now != null) {
            Experiment experiment = now.experiment();
            matrix.settings().set(remedy == null ? experiment : remedy.applied(experiment));
        }
    }

    /** Fills the form for the next sampling with what calibration suggests. */
    void fillSuggested() {
        Snapshot now = document.snapshotProperty().get();
        if (now != null) {
            calibration.proposal(now).ifPresent(matrix.settings()::set);
        }
    }

    /** Samples a control of the run that is shown. */
    public void sample(Control control) {
        Snapshot now = document.snapshotProperty().get();
        OpenModel model = document.modelProperty().get();
        Path results = document.folderProperty().get();
        if (now == null || model == null || results == null || !matrix.canSampleProperty().get()) {
            return;
        }
        try {
            document.sample(control.apply(now.experiment().relocated(results, model.folder())));
        } catch (ExperimentException e) {
            document.refuse(Objects.requireNonNullElse(e.getMessage(), "There is no control."));
        }
    }

    /** Writes the table of ensembles as CSV. */
    public void exportTable(Path file) {
        SamplingState shown = state.get();
        if (shown != null) {
            List<EnsembleReport> reports = shown.reports();
            exporting.start(
                    () -> {
                        DiagnosticsTable.write(reports, file);
                        return true;
                    },
                    done -> {},
                    document::refuse);
        }
    }
}
