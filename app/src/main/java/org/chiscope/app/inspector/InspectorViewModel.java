package org.chiscope.app.inspector;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.document.CellReport;
import org.chiscope.app.document.ComponentText;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.document.Reading;
import org.chiscope.app.matrix.CellWords;
import org.chiscope.app.selection.CellName;
import org.chiscope.app.selection.Selection;
import org.chiscope.experiment.Caution;
import org.chiscope.experiment.EnsembleDiagnostics;
import org.chiscope.experiment.Snapshot;
import org.chiscope.response.Cell;
import org.chiscope.response.Estimate;
import org.chiscope.response.Part;
import org.jspecify.annotations.Nullable;

/** What the inspector shows of the selected cell; renewed with each snapshot. */
public final class InspectorViewModel {
    private final ExperimentDocument document;
    private final Selection selection;
    private final ObjectProperty<Part> part;
    private final ReadOnlyObjectWrapper<@Nullable Content> content = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper empty =
            new ReadOnlyStringWrapper("Select a cell to see the draws behind it.");

    /**
     * @param part which estimate is the big number: the one that the matrix shows
     */
    public InspectorViewModel(
            ExperimentDocument document, Selection selection, ObjectProperty<Part> part) {
        this.document = document;
        this.selection = selection;
        this.part = part;
        document.snapshotProperty().addListener((o, before, now) -> update());
        selection.selectedProperty().addListener((o, before, now) -> update());
        part.addListener((o, before, now) -> update());
    }

    /** One sentence in the place of the content where there is none. */
    public ReadOnlyStringProperty emptyProperty() {
        return empty.getReadOnlyProperty();
    }

    /** What is shown; null where nothing is selected or nothing is known. */
    public ReadOnlyObjectProperty<@Nullable Content> contentProperty() {
        return content.getReadOnlyProperty();
    }

    /**
     * The selected cell.
     *
     * @param words of the estimate that the matrix shows
     * @param parts the three estimates, each with its error: fluctuation, shift, joint
     * @param interval of the fluctuation, 95 %, nats²; NaN where unknown
     * @param fluctuation the estimate; UNKNOWN where there is none
     * @param draws behind the cell
     * @param ensemble λ̂ and what the chains say, a line each
     * @param restricted {@code restricted to 1:6}
     * @param agreement whether the chains agree, in words
     */
    public record Content(
            CellReport report,
            CellWords words,
            List<NamedNumber> parts,
            double interval,
            Estimate fluctuation,
            DrawSeries draws,
            List<NamedNumber> ensemble,
            String restricted,
            String agreement,
            List<String> cautions) {}

    /** A number with its name. */
    public record NamedNumber(String name, String number, String explanation) {}

    private void update() {
        Snapshot snapshot = document.snapshotProperty().get();
        CellName name = selection.selectedProperty().get();
        empty.set(
                name == null
                        ? "Select a cell to see the draws behind it."
                        : "No draws yet: press Sample to see what is behind this cell.");
        if (snapshot == null || name == null) {
            content.set(null);
            return;
        }
        content.set(CellReport.of(snapshot, name).map(r -> content(snapshot, r)).orElse(null));
    }

    private Content content(Snapshot snapshot, CellReport report) {
        Cell cell = report.cell();
        Estimate fluctuation = cell == null ? Estimate.UNKNOWN : cell.fluctuation();
        EnsembleDiagnostics diagnostics = snapshot.rowProgress(report.row()).diagnostics();
        return new Content(
                report,
                CellWords.of(report, part.get()),
                parts(cell, report.reading()),
                fluctuation.halfWidth(0.95),
                fluctuation,
                DrawSeries.of(
                        snapshot.rowDraws(report.row()),
                        report.column(),
                        snapshot.checkpointLoss(),
                        report.reading()),
                ensemble(diagnostics, cell),
                report.reading() == Reading.COMPONENTS
                        ? "restricted to " + ComponentText.label(report.component())
                        : "of " + ComponentText.label(report.component()),
                agreement(diagnostics),
                cautions(snapshot, report));
    }

    private static List<NamedNumber> parts(@Nullable Cell cell, Reading reading) {
        List<NamedNumber> numbers = new ArrayList<>();
        String[] explanations = {
            "−Cov(φ, ΔL) in the restricted ensemble: its own response (CONDITIONAL)",
            "−⟨φ⟩ (⟨ΔL⟩ restricted − ⟨ΔL⟩ full): density that moves on the slice",
            "Fluctuation + shift, the papers' convention (JOINT)"
        };
        for (Part each : Part.values()) {
            numbers.add(
                    new NamedNumber(
                            each.label().toLowerCase(Locale.ROOT),
                            cell == null ? "–" : withUnit(each.of(cell), reading.squareUnit()),
                            explanations[each.ordinal()]));
        }
        return numbers;
    }

    /** With a power of ten of its own: the shift is often a thousand times the fluctuation. */
    private static String withUnit(Estimate estimate, String unit) {
        if (Double.isNaN(estimate.value())) {
            return "–";
        }
        int exponent = NumberText.exponent(Math.abs(estimate.value()));
        return CellWords.brief(estimate, exponent) + " " + NumberText.unit(exponent, unit);
    }

    private static List<NamedNumber> ensemble(EnsembleDiagnostics d, @Nullable Cell cell) {
        Estimate lambda = d.lambda();
        return List.of(
                new NamedNumber(
                        "λ",
                        withUnit(lambda, "").strip(),
                        "The local learning coefficient nβ(⟨L⟩ − L(w*)) of this component."),
                new NamedNumber(
                        "effective size",
                        cell == null
                                ? "–"
                                : size(cell.ess()) + " / " + NumberText.count(cell.draws()),
                        "How many independent draws the fluctuation is worth, of how many were made."),
                new NamedNumber(
                        "autocorrelation",
                        Double.isNaN(d.autocorrelationTime())
                                ? "–"
                                : NumberText.fixed(d.autocorrelationTime(), 1) + " draws",
                        "How many draws apart two draws must be to be independent, for φ."));
    }

    private static String agreement(EnsembleDiagnostics d) {
        if (Double.isNaN(d.rHat())) {
            return "";
        }
        String number = "R-hat " + NumberText.fixed(d.rHat(), 2);
        return d.rHat() <= 1.05 ? "chains agree, " + number : "chains disagree, " + number;
    }

    private static List<String> cautions(Snapshot snapshot, CellReport report) {
        List<String> sentences = new ArrayList<>();
        String ensemble = snapshot.rowProgress(report.row()).name();
        Optional<String> failure =
                snapshot.failures().stream()
                        .filter(f -> f.ensemble().equals(ensemble))
                        .findFirst()
                        .map(
                                f ->
                                        "Chain "
                                                + (f.chain() + 1)
                                                + " failed at draw "
                                                + NumberText.count(f.draw() + 1L)
                                                + ": "
                                                + f.sentence());
        failure.ifPresent(sentences::add);
        for (Caution caution :
                Caution.of(snapshot.rowProgress(report.row()), snapshot.checkpointLoss())) {
            if (caution != Caution.FAILED) {
                sentences.add(caution.sentence() + ".");
            }
        }
        if (!report.shiftReason().isEmpty() && report.cell() != null) {
            sentences.add(report.shiftReason());
        }
        return sentences;
    }

    private static String size(double ess) {
        return Double.isNaN(ess) ? "–" : NumberText.count(Math.round(ess));
    }
}
