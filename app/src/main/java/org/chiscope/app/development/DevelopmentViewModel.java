package org.chiscope.app.development;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.chiscope.app.background.Background;
import org.chiscope.app.background.LatestJob;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.document.OpenModel;
import org.chiscope.app.selection.CellName;
import org.chiscope.app.selection.Selection;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.Snapshot;
import org.chiscope.format.AtomicFiles;
import org.jspecify.annotations.Nullable;

/**
 * What the Development perspective shows, and what a person can choose there. A development is read
 * from the model's folder, or sampled. FX thread only (or, in tests, one thread).
 */
public final class DevelopmentViewModel {
    private static final DevelopmentChoice FIRST =
            new DevelopmentChoice(0, 0, Quantity.RESPONSE, StepScale.Spacing.LINEAR, false, true);

    private final ExperimentDocument document;
    private final Selection selection;
    private final LatestJob reading;
    private final LatestJob exporting;
    private final CheckpointsJob sampling;

    private final BooleanProperty showing = new SimpleBooleanProperty(this, "showing");
    private final ReadOnlyObjectWrapper<DevelopmentChoice> choice =
            new ReadOnlyObjectWrapper<>(FIRST);
    private final ReadOnlyObjectWrapper<@Nullable DevelopmentState> state =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<@Nullable DevelopmentFiles> offer =
            new ReadOnlyObjectWrapper<>();

    private @Nullable OpenModel read;

    public DevelopmentViewModel(
            ExperimentDocument document, Selection selection, Background background) {
        this.document = document;
        this.selection = selection;
        reading = new LatestJob(background);
        exporting = new LatestJob(background);
        sampling = new CheckpointsJob(background);
        document.modelProperty().addListener((o, before, now) -> look());
        showing.addListener((o, before, now) -> look());
        selection.selectedProperty().addListener((o, before, now) -> follow(now));
    }

    /** Whether the perspective is in sight: otherwise nothing is read. */
    public BooleanProperty showingProperty() {
        return showing;
    }

    public ReadOnlyObjectProperty<DevelopmentChoice> choiceProperty() {
        return choice.getReadOnlyProperty();
    }

    /** What is shown; null where there is no development. */
    public ReadOnlyObjectProperty<@Nullable DevelopmentState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Why nothing is shown, one sentence; empty while something is. */
    public ReadOnlyStringProperty messageProperty() {
        return message.getReadOnlyProperty();
    }

    /**
     * The checkpoints that can be sampled; null where there are none, or their results are shown.
     */
    ReadOnlyObjectProperty<@Nullable DevelopmentFiles> offerProperty() {
        return offer.getReadOnlyProperty();
    }

    /** The sampling of the checkpoints. */
    ReadOnlyObjectProperty<CheckpointsJob.Content> samplingProperty() {
        return sampling.contentProperty();
    }

    /** Whether checkpoints are being sampled. */
    public boolean isSampling() {
        return sampling.contentProperty().get().running();
    }

    /** Looks at the newest progress; called once a pulse. */
    public void pulse() {
        sampling.pulse();
    }

    // ---- What there is ----

    /** Another model matters; another checkpoint of the same one does not. */
    private void look() {
        OpenModel now = document.modelProperty().get();
        if (now == null || !showing.get()) {
            return;
        }
        OpenModel before = read;
        if (before == null || !folder(before).equals(folder(now))) {
            sampling.forget();
            state.set(null);
            offer.set(null);
            choice.set(FIRST);
            read = now;
            read(now);
        }
    }

    /** The folder of a model, or of the model that a checkpoint belongs to. */
    private static Path folder(OpenModel model) {
        Path folder = model.folder().toAbsolutePath().normalize();
        if (!folder.toString().endsWith(".safetensors")) {
            return folder;
        }
        Path beside = Objects.requireNonNullElse(folder.getParent(), folder);
        Path above = beside.getParent();
        return above != null && beside.endsWith("checkpoints") ? above : beside;
    }

    private void read(OpenModel model) {
        message.set("Reading the development of the model …");
        Path root = document.resultsRoot();
        reading.start(
                () -> DevelopmentFiles.read(model, root),
                files -> {
                    DevelopmentFiles.Found found = files.found();
                    offer.set(found == null && !files.checkpoints().isEmpty() ? files : null);
                    if (found != null) {
                        show(DevelopmentState.of(found, model));
                    } else {
                        message.set(nothing(files));
                    }
                },
                message::set);
    }

    private void show(DevelopmentState now) {
        message.set("");
        CellName selected = selection.selectedProperty().get();
        int pattern = selected == null ? -1 : now.table().patterns().indexOf(selected.pattern());
        choice.set(
                FIRST.withPattern(pattern < 0 ? now.standardPattern() : pattern)
                        .withStage(now.steps().size() - 1)
                        .withSpacing(StepScale.standard(now.steps())));
        state.set(now);
    }

    private String nothing(DevelopmentFiles files) {
        int checkpoints = files.checkpoints().size();
        if (checkpoints == 0) {
            return "This model has no checkpoints of its training, so there is no development to"
                    + " see.";
        }
        double seconds = seconds(files);
        return "The model has "
                + NumberText.count(checkpoints)
                + (checkpoints == 1 ? " checkpoint" : " checkpoints")
                + " of its training, but their development is not sampled yet"
                + (files.begun() == 0
                        ? ""
                        : "; " + NumberText.count(files.begun()) + " of them are begun")
                + (Double.isFinite(seconds)
                        ? ", which takes about "
                                + NumberText.duration(
                                        seconds < 90 ? seconds : 60 * Math.rint(seconds / 60))
                        : "")
                + ".";
    }

    /**
     * About how long sampling takes, at the pace of the open result; NaN where there is none, or it
     * steps in another way.
     */
    private double seconds(DevelopmentFiles files) {
        Snapshot snapshot = document.snapshotProperty().get();
        OpenModel model = document.modelProperty().get();
        Experiment wanted = files.experiment();
        if (snapshot == null
                || model == null
                || snapshot.stepsMade() == 0
                || !snapshot.experiment().sampler().equals(wanted.sampler())) {
            return Double.NaN;
        }
        int rows =
                wanted.components() instanceof org.chiscope.experiment.Selection.Named(var names)
                        ? names.size()
                        : model.components().size();
        double steps =
                (double) wanted.chains()
                        * wanted.schedule().stepsAtDraw(wanted.schedule().draws() - 1)
                        * (1 + rows);
        return (files.checkpoints().size() - files.begun())
                * steps
                * snapshot.secondsElapsed()
                / snapshot.stepsMade();
    }

    // ---- Sampling ----

    /** Samples every checkpoint that has no result yet. */
    public void sample() {
        DevelopmentFiles files = offer.get();
        OpenModel model = read;
        if (files != null && model != null) {
            sampling.start(
                    files,
                    path -> document.catalog().open(path).system(),
                    document.workers(),
                    () -> read(model));
        }
    }

    /** Stops the sampling; it goes on from there the next time. */
    public void stop() {
        sampling.stop();
    }

    /** The results folder of the checkpoint that is looked at; null where there is none. */
    public @Nullable Path results() {
        DevelopmentState shown = state.get();
        Optional<Path> folder =
                shown == null ? Optional.empty() : shown.results().get(choice.get().stage());
        return folder.orElse(null);
    }

    /** Opens the result of the checkpoint that is looked at. */
    public void openResults() {
        Path folder = results();
        if (folder != null) {
            document.openResults(folder);
        }
    }

    // ---- Choices ----

    private void choose(UnaryOperator<DevelopmentChoice> change) {
        choice.set(change.apply(choice.get()));
    }

    /** Looks at a checkpoint, by its place. */
    public void chooseStage(int stage) {
        DevelopmentState shown = state.get();
        if (shown != null) {
            choose(c -> c.withStage(Math.clamp(stage, 0, shown.steps().size() - 1)));
        }
    }

    /** Shows another quantity, if the data hold it. */
    public void chooseQuantity(Quantity quantity) {
        DevelopmentState shown = state.get();
        if (shown != null && shown.quantities().contains(quantity)) {
            choose(c -> c.withQuantity(quantity));
        }
    }

    public void chooseSpacing(StepScale.Spacing spacing) {
        choose(c -> c.withSpacing(spacing));
    }

    public void chooseOwnScales(boolean own) {
        choose(c -> c.withOwnScales(own));
    }

    public void chooseInductionScore(boolean shown) {
        choose(c -> c.withInductionScore(shown));
    }

    /** Selects a pattern, here and everywhere; the component stays. */
    public void choosePattern(int pattern) {
        DevelopmentState shown = state.get();
        if (shown != null) {
            CellName before = selection.selectedProperty().get();
            choose(c -> c.withPattern(pattern));
            selection.select(
                    new CellName(
                            before != null
                                    ? before.component()
                                    : shown.table()
                                            .largestChange(pattern)
                                            .map(change -> shown.rows().get(change.component()))
                                            .orElse(shown.rows().getFirst())
                                            .name(),
                            shown.table().patterns().get(pattern)));
        }
    }

    /** Selects a component, here and everywhere; the pattern stays. */
    public void selectComponent(int row) {
        DevelopmentState shown = state.get();
        if (shown != null) {
            CellName before = selection.selectedProperty().get();
            selection.select(
                    new CellName(
                            shown.rows().get(row).name(),
                            before != null
                                    ? before.pattern()
                                    : shown.table().patterns().get(choice.get().pattern())));
        }
    }

    private void follow(@Nullable CellName selected) {
        DevelopmentState shown = state.get();
        int pattern =
                shown == null || selected == null
                        ? -1
                        : shown.table().patterns().indexOf(selected.pattern());
        if (pattern >= 0 && pattern != choice.get().pattern()) {
            choose(c -> c.withPattern(pattern));
        }
    }

    /** The rows whose panels share a vertical axis with that of {@code row}. */
    List<Integer> sharing(int row) {
        DevelopmentState shown = state.get();
        if (shown == null || choice.get().ownScales()) {
            return List.of(row);
        }
        return IntStream.range(0, shown.rows().size()).boxed().toList();
    }

    /** Writes what is shown as {@code development.csv}. */
    public void export(Path file) {
        DevelopmentState shown = state.get();
        if (shown != null) {
            exporting.start(
                    () -> {
                        AtomicFiles.writeString(file, shown.table().csv());
                        return true;
                    },
                    done -> {},
                    document::refuse);
        }
    }
}
