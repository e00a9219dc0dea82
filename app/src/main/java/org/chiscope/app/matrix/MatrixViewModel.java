package org.chiscope.app.matrix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.chiscope.app.chart.CellPosition;
import org.chiscope.app.chart.MatrixData;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.chart.Pictures;
import org.chiscope.app.document.CellReport;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.document.OpenModel;
import org.chiscope.app.document.Reading;
import org.chiscope.app.theme.Theme;
import org.chiscope.experiment.Control;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.ExperimentException;
import org.chiscope.experiment.Snapshot;
import org.chiscope.experiment.SusceptibilityTable;
import org.chiscope.format.AtomicFiles;
import org.chiscope.response.Part;
import org.jspecify.annotations.Nullable;

/** What the Matrix perspective shows of the document, and what a person can choose there. */
public final class MatrixViewModel {
    private final ExperimentDocument document;
    private final SamplingSettings settings = new SamplingSettings();

    private final ObjectProperty<Part> part =
            new SimpleObjectProperty<>(this, "part", Part.FLUCTUATION);
    private final ObjectProperty<Scaling> scaling =
            new SimpleObjectProperty<>(this, "scaling", Scaling.RAW);
    private final ObjectProperty<Marking> marking =
            new SimpleObjectProperty<>(this, "marking", Marking.TWO_ERRORS);
    private final ObjectProperty<@Nullable Double> limit =
            new SimpleObjectProperty<>(this, "limit");
    private final ReadOnlyObjectWrapper<@Nullable MatrixData> data = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper beyondNoise = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper warning = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper canSample = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper sampled = new ReadOnlyBooleanWrapper();

    public MatrixViewModel(ExperimentDocument document) {
        this.document = document;
        document.modelProperty()
                .addListener(
                        (o, before, opened) -> {
                            if (opened != null) {
                                limit.set(null);
                                settings.set(opened.experiment());
                            }
                            update();
                        });
        document.snapshotProperty()
                .addListener(
                        (o, before, now) -> {
                            if (before != null
                                    && (now == null || !now.runId().equals(before.runId()))) {
                                limit.set(null);
                            }
                            update();
                        });
        document.busyProperty().addListener((o, before, now) -> updateCommands());
        part.addListener((o, before, now) -> chooseAgain());
        scaling.addListener((o, before, now) -> chooseAgain());
        marking.addListener((o, before, now) -> update());
        limit.addListener((o, before, now) -> update());
    }

    public ObjectProperty<Part> partProperty() {
        return part;
    }

    public ObjectProperty<Scaling> scalingProperty() {
        return scaling;
    }

    /** Which cells are hatched as noise. */
    public ObjectProperty<Marking> markingProperty() {
        return marking;
    }

    /**
     * What the ends of the colours stand for, if the person chose it; null lets the data decide.
     */
    public ObjectProperty<@Nullable Double> limitProperty() {
        return limit;
    }

    /** What the chart draws; null without a model. */
    public ReadOnlyObjectProperty<@Nullable MatrixData> dataProperty() {
        return data.getReadOnlyProperty();
    }

    /** {@code 72 % beyond noise}, or empty. */
    public ReadOnlyStringProperty beyondNoiseProperty() {
        return beyondNoise.getReadOnlyProperty();
    }

    /** What to beware of in this view, one sentence, or empty. */
    public ReadOnlyStringProperty warningProperty() {
        return warning.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty canSampleProperty() {
        return canSample.getReadOnlyProperty();
    }

    /** What the next sampling is to use. */
    public SamplingSettings settings() {
        return settings;
    }

    /** Samples the open model anew with the settings; does nothing while they are wrong. */
    public void sample() {
        OpenModel opened = document.modelProperty().get();
        if (opened != null && canSample.get()) {
            settings.experiment(opened.experiment()).ifPresent(document::sample);
        }
    }

    /** Samples a control of what {@link #sample} would sample. */
    public void sample(Control control) {
        OpenModel opened = document.modelProperty().get();
        if (opened == null || !canSample.get()) {
            return;
        }
        Optional<Experiment> experiment = settings.experiment(opened.experiment());
        if (experiment.isPresent()) {
            try {
                document.sample(control.apply(experiment.get()));
            } catch (ExperimentException e) {
                document.refuse(String.valueOf(e.getMessage()));
            }
        }
    }

    /** What is known of a cell, in words. */
    public Optional<CellWords> words(CellPosition position) {
        Snapshot snapshot = document.snapshotProperty().get();
        if (snapshot == null
                || position.row() >= snapshot.components().size()
                || position.column() >= snapshot.patterns().size()) {
            return Optional.empty();
        }
        return Optional.of(
                CellWords.of(
                        CellReport.of(snapshot, position.row(), position.column()), part.get()));
    }

    /** Whether there is a result to export. */
    public ReadOnlyBooleanProperty sampledProperty() {
        return sampled.getReadOnlyProperty();
    }

    /** Writes what is shown as a picture in light colours, twice the screen's density. */
    public void exportPicture(Path file) {
        export(
                (snapshot, shown) ->
                        Pictures.write(MatrixFigure.picture(snapshot, part.get(), shown), file));
    }

    /** Writes what is shown as scalable vector graphics in light colours. */
    public void exportDrawing(Path file) {
        export(
                (snapshot, shown) ->
                        AtomicFiles.writeString(
                                file,
                                MatrixSvg.text(
                                        shown,
                                        Theme.LIGHT.palette(),
                                        snapshot.experiment().name(),
                                        MatrixFigure.words(snapshot, part.get()))));
    }

    /** Writes all three estimates of every cell with their errors: {@code chi.csv}. */
    public void exportTable(Path file) {
        export((snapshot, shown) -> SusceptibilityTable.write(snapshot, file));
    }

    /** What is shown, a line a row under a line of names; what is unknown is empty. */
    public String tabSeparated() {
        MatrixData shown = data.get();
        if (shown == null) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (MatrixData.Column column : shown.columns()) {
            text.append('\t').append(column.name());
        }
        for (int r = 0; r < shown.rows().size(); r++) {
            text.append('\n').append(shown.rows().get(r).name());
            for (MatrixData.Cell cell : shown.cells().get(r)) {
                text.append('\t');
                if (cell instanceof MatrixData.Value value) {
                    text.append(value.value());
                }
            }
        }
        return text.append('\n').toString();
    }

    /** Writes something of a result. */
    @FunctionalInterface
    private interface Export {
        void write(Snapshot snapshot, MatrixData shown) throws IOException;
    }

    private void export(Export export) {
        Snapshot snapshot = document.snapshotProperty().get();
        MatrixData shown = data.get();
        if (snapshot != null && shown != null) {
            try {
                export.write(snapshot, shown);
            } catch (IOException failed) {
                document.refuse(String.valueOf(failed.getMessage()));
            }
        }
    }

    /** Other numbers have another range: a limit that the person chose no longer fits. */
    private void chooseAgain() {
        if (limit.get() != null) {
            limit.set(null);
        } else {
            update();
        }
    }

    private void update() {
        Snapshot snapshot = document.snapshotProperty().get();
        OpenModel opened = document.modelProperty().get();
        if (snapshot != null) {
            data.set(
                    MatrixValues.of(
                            snapshot, part.get(), scaling.get(), marking.get(), limit.get()));
        } else if (opened != null) {
            data.set(
                    MatrixValues.waiting(
                            opened.components(),
                            opened.patterns(),
                            Reading.of(opened.system().rows())));
        } else {
            data.set(null);
        }
        sampled.set(snapshot != null);
        beyondNoise.set(snapshot == null ? "" : shares(snapshot));
        warning.set(warnings(snapshot, opened));
        updateCommands();
    }

    private String warnings(@Nullable Snapshot snapshot, @Nullable OpenModel opened) {
        List<String> warnings = new ArrayList<>();
        if (snapshot == null
                && opened != null
                && !opened.described()
                && !opened.experiment().sampler().flipsSpins()) {
            warnings.add(
                    "This model has no settings of its own yet, and those under Settings are only a"
                            + " start: chiscope calibrate '"
                            + opened.folder()
                            + "' --out calibration --save finds better ones.");
        }
        if (snapshot != null) {
            Control.of(snapshot.experiment().sampler())
                    .ifPresent(control -> warnings.add(control.sentence() + "."));
        }
        if (part.get() == Part.JOINT && scaling.get() == Scaling.RAW) {
            warnings.add(
                    "Under JOINT each row carries an unknown positive factor: compare signs, and"
                            + " sizes within a row, never sizes of different rows.");
        }
        return String.join(" ", warnings);
    }

    private void updateCommands() {
        canSample.set(
                document.modelProperty().get() != null
                        && !document.active()
                        && document.busyProperty().get().isEmpty());
    }

    private String shares(Snapshot snapshot) {
        double share =
                switch (marking.get()) {
                    case DISCOVERIES -> shareBeyondNoise();
                    case TWO_ERRORS ->
                            switch (part.get()) {
                                case FLUCTUATION -> snapshot.shares().fluctuation();
                                case JOINT -> snapshot.shares().joint();
                                case SHIFT -> shareBeyondNoise();
                            };
                };
        return Double.isNaN(share) ? "" : NumberText.fixed(100 * share, 0) + " % beyond noise";
    }

    private double shareBeyondNoise() {
        MatrixData shown = data.get();
        if (shown == null) {
            return Double.NaN;
        }
        return shown.cells().stream()
                .flatMap(List::stream)
                .filter(MatrixData.Value.class::isInstance)
                .map(MatrixData.Value.class::cast)
                .mapToDouble(value -> value.noise() ? 0 : 1)
                .average()
                .orElse(Double.NaN);
    }

    /** The noise null's share beside the fluctuation's, in words; empty where it is unknown. */
    public String noiseWords() {
        Snapshot snapshot = document.snapshotProperty().get();
        if (marking.get() == Marking.DISCOVERIES) {
            return "Cells that are named by Benjamini and Hochberg's procedure: of them, 5 % are to be"
                    + " expected to be false.";
        }
        if (snapshot == null || Double.isNaN(snapshot.shares().fluctuationNull())) {
            return "";
        }
        return "Cells whose |χ| is more than two Monte-Carlo standard errors. In the noise null, where"
                + " nothing is to be found, it is "
                + NumberText.fixed(100 * snapshot.shares().fluctuationNull(), 0)
                + " % (about 5 % is to be expected).";
    }
}
