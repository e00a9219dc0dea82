package org.chiscope.app.screenshots;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import javafx.scene.Group;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import org.chiscope.app.background.Background;
import org.chiscope.app.chains.SamplingState;
import org.chiscope.app.chains.SamplingViewModel;
import org.chiscope.app.chart.CellPosition;
import org.chiscope.app.chart.MatrixData;
import org.chiscope.app.chart.PaintedRegion;
import org.chiscope.app.chart.Pictures;
import org.chiscope.app.development.DevelopmentState;
import org.chiscope.app.development.DevelopmentViewModel;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.document.FolderCatalog;
import org.chiscope.app.examples.ExamplesViewModel;
import org.chiscope.app.library.LibraryViewModel;
import org.chiscope.app.modes.MapKind;
import org.chiscope.app.modes.ModesViewModel;
import org.chiscope.app.patterning.PatterningState;
import org.chiscope.app.patterning.PatterningViewModel;
import org.chiscope.app.patterning.VerifyViewModel;
import org.chiscope.app.selection.CellName;
import org.chiscope.app.selection.ChartSelection;
import org.chiscope.app.theme.Theme;
import org.chiscope.app.theme.ThemeSwitch;
import org.chiscope.app.toolkit.Toolkit;
import org.chiscope.app.workbench.Perspective;
import org.chiscope.app.workbench.Workbench;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.RunState;
import org.chiscope.experiment.Snapshot;
import org.chiscope.experiment.Verification;
import org.chiscope.format.FormatException;
import org.jspecify.annotations.Nullable;

/**
 * The window on a platform without a display, with a camera before it. It follows no run by itself:
 * what it shows stands still between two looks, so light and dark show the same moment. Called off
 * the FX thread.
 */
final class Studio {
    private static final long LOOK_EVERY_MILLISECONDS = 100;

    /** Of one step, a whole run included. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(20);

    private static final int SETTLING_PULSES = 4;
    private static final String FAMOUS_PATTERN = "induction";

    private final Path out;
    private final Size size;
    private final ExperimentDocument document;
    private final LibraryViewModel library;
    private final ThemeSwitch themes;
    private final Workbench workbench;
    private final Stage stage;

    /** Size of the window in units of length, and pixels a unit. */
    record Size(int width, int height, double scale) {}

    Studio(Path sampleModels, Path resultsRoot, Path out, int workers, Size size) throws Exception {
        this.out = out;
        this.size = size;
        FolderCatalog catalog = new FolderCatalog(sampleModels);
        Background background = Background.threads();
        document = new ExperimentDocument(catalog, resultsRoot, workers, new Figures(), background);
        library = new LibraryViewModel(catalog, document, background, Clock.systemDefaultZone());
        themes = Toolkit.call(ThemeSwitch::new);
        workbench = Toolkit.call(() -> new Workbench(document, library, themes, background));
        stage = Toolkit.call(this::open);
    }

    private Stage open() {
        // The platform's screen may be smaller than the picture: the window stays small, and its
        // content is larger.
        workbench.setMinSize(size.width(), size.height());
        workbench.setMaxSize(size.width(), size.height());
        Scene scene = new Scene(new Group(workbench), 640, 480);
        PaintedRegion.setDensity(scene, size.scale());
        themes.dress(scene);
        Stage opened = new Stage();
        opened.setScene(scene);
        opened.show();
        return opened;
    }

    /** Samples {@code experiment} and shoots its matrix half-way and finished. */
    void shootRun(Experiment experiment, Path folder) throws Exception {
        onFx(() -> document.openModel(experiment.modelFolder(folder)));
        await(() -> document.modelProperty().get() != null);
        onFx(() -> document.sample(experiment.relocated(folder, modelFolder())));
        await(() -> snapshot() != null);
        await(() -> made() >= 0.5);
        shootMatrix("matrix-half-way", true);
        await(() -> ended());
        shootMatrix("matrix-finished", false);
    }

    /** Shoots the matrix of a results folder. */
    void shootResults(Path results) throws Exception {
        onFx(() -> document.openResults(results));
        await(() -> results.equals(document.folderProperty().get()));
        shootMatrix("matrix-finished", false);
    }

    /** Shoots Examples of the result that is open, with one example selected. */
    void shootExamples() throws Exception {
        ExamplesViewModel examples = workbench.examples();
        onFx(() -> workbench.perspectiveProperty().set(Perspective.EXAMPLES));
        await(
                () ->
                        examples.stateProperty().get() != null
                                || !examples.messageProperty().get().startsWith("Reading"));
        onFx(examples::goToStrongest);
        await(
                () ->
                        examples.stateProperty().get() == null
                                || examples.detailProperty().get() != null);
        shoot("examples");
    }

    /** Shoots Examples with a text of one's own, coloured by draws that are really made. */
    void shootOwnText(String text) throws Exception {
        ExamplesViewModel examples = workbench.examples();
        onFx(() -> workbench.perspectiveProperty().set(Perspective.EXAMPLES));
        await(() -> examples.stateProperty().get() != null);
        onFx(() -> examples.own().textProperty().set(text));
        await(() -> examples.own().shownProperty().get() != null);
        onFx(examples::colourOwn);
        await(
                () -> {
                    String failed = examples.own().failureProperty().get();
                    if (!failed.isEmpty()) {
                        throw new IllegalStateException(failed);
                    }
                    return !examples.own().runningProperty().get();
                });
        shoot("examples-own-text");
    }

    /** Shoots the strongest modes of the result that is open, and their examples. */
    void shootModes() throws Exception {
        ModesViewModel modes = workbench.modes();
        onFx(() -> workbench.perspectiveProperty().set(Perspective.MODES));
        await(
                () ->
                        modes.idle()
                                && (modes.stateProperty().get() != null
                                        || !modes.messageProperty().get().isEmpty()));
        shoot("modes");
        onFx(() -> modes.choose(choice -> choice.withMode(1).withMap(MapKind.PCA)));
        await(modes::idle);
        shoot("modes-pca");
    }

    /**
     * Shoots Patterning of the result that is open: its strongest mode as the target, what it
     * recruits in the matrix, and where {@code verifyDraws} are wanted, the verification half-way
     * and finished.
     */
    void shootPatterning(int verifyDraws) throws Exception {
        PatterningViewModel patterning = workbench.patterning();
        onFx(() -> workbench.perspectiveProperty().set(Perspective.PATTERNING));
        await(() -> patterning.stateProperty().get() != null);
        onFx(() -> patterning.wantMode(0, 1));
        await(
                () -> {
                    PatterningState state = patterning.stateProperty().get();
                    return state != null && state.hasTarget();
                });
        shoot("patterning-target");
        shootMatrix("matrix-recruited", false);
        onFx(() -> workbench.perspectiveProperty().set(Perspective.PATTERNING));
        if (verifyDraws <= 0) {
            return;
        }
        onFx(
                () -> {
                    patterning.chooseVerifyDraws(verifyDraws);
                    patterning.startVerify();
                });
        await(() -> share() >= 0.6);
        shoot("patterning-verifying");
        await(() -> !patterning.verify().contentProperty().get().running());
        shoot("patterning-verified");
    }

    /** Shoots Development of the model that is open, at the checkpoint in the middle. */
    void shootDevelopment() throws Exception {
        DevelopmentViewModel development = workbench.development();
        onFx(() -> workbench.perspectiveProperty().set(Perspective.DEVELOPMENT));
        await(
                () ->
                        development.stateProperty().get() != null
                                || !development.messageProperty().get().startsWith("Reading"));
        CellName before = workbench.selection().selectedProperty().get();
        onFx(
                () -> {
                    DevelopmentState state = development.stateProperty().get();
                    if (state != null) {
                        development.chooseStage(state.steps().size() / 2);
                        development.selectComponent(state.rows().size() / 2);
                    }
                });
        shoot("development");
        onFx(() -> workbench.selection().select(before));
    }

    /**
     * Shoots Sampling of the result that is open: with the strongest component selected, and with
     * the full ensemble.
     */
    void shootSampling() throws Exception {
        SamplingViewModel sampling = workbench.sampling();
        onFx(() -> workbench.perspectiveProperty().set(Perspective.SAMPLING));
        await(() -> sampling.stateProperty().get() != null);
        shoot("sampling");
        onFx(() -> workbench.selection().select(null));
        await(
                () -> {
                    SamplingState state = sampling.stateProperty().get();
                    return state != null && state.selected().line().component().isEmpty();
                });
        shoot("sampling-full");
    }

    private double share() {
        VerifyViewModel.Content content = workbench.patterning().verify().contentProperty().get();
        if (!content.failure().isEmpty()) {
            throw new IllegalStateException(content.failure());
        }
        Verification.Progress progress = content.progress();
        return !content.running() ? 1 : progress == null ? 0 : progress.share();
    }

    /** Shoots the Library. */
    void shootLibrary() throws Exception {
        onFx(
                () -> {
                    workbench.perspectiveProperty().set(Perspective.LIBRARY);
                    library.refresh();
                });
        await(() -> !library.readingProperty().get());
        shoot("library");
    }

    /** Ends what runs and closes the window. */
    void close() throws Exception {
        document.close(Duration.ofSeconds(30));
        onFx(stage::close);
    }

    private Path modelFolder() {
        var model = document.modelProperty().get();
        return model == null ? Path.of(".") : model.folder();
    }

    private @Nullable Snapshot snapshot() {
        return document.snapshotProperty().get();
    }

    private double made() {
        Snapshot now = snapshot();
        return now == null ? 0 : (double) now.drawsMade() / Math.max(1, now.drawsTotal());
    }

    private boolean ended() {
        Snapshot now = snapshot();
        return now != null && now.state().ended() && now.state() != RunState.READY;
    }

    private void shootMatrix(String name, boolean hover) throws Exception {
        onFx(
                () -> {
                    workbench.perspectiveProperty().set(Perspective.MATRIX);
                    MatrixData data = workbench.matrix().dataProperty().get();
                    CellPosition strongest = strongest(data);
                    workbench
                            .selection()
                            .select(
                                    data == null || strongest == null
                                            ? null
                                            : ChartSelection.name(data, strongest));
                    workbench.selection().hover(null);
                });
        settle();
        onFx(
                () -> {
                    MatrixData data = workbench.matrix().dataProperty().get();
                    if (hover && data != null) {
                        CellPosition over =
                                new CellPosition(data.rows().size() / 2, data.columns().size() / 3);
                        workbench.selection().hover(ChartSelection.name(data, over));
                    }
                });
        shoot(name);
    }

    /** The most significant cell, of the induction pattern where there is one. */
    private static @Nullable CellPosition strongest(@Nullable MatrixData data) {
        CellPosition best = null;
        double most = -1;
        for (int r = 0; data != null && r < data.rows().size(); r++) {
            for (int c = 0; c < data.columns().size(); c++) {
                if (data.cell(r, c) instanceof MatrixData.Value value) {
                    boolean famous = data.columns().get(c).name().equals(FAMOUS_PATTERN);
                    double weight = value.significance() * (famous ? 1e3 : 1);
                    if (weight > most) {
                        most = weight;
                        best = new CellPosition(r, c);
                    }
                }
            }
        }
        return best;
    }

    private void shoot(String name) throws Exception {
        for (Theme theme : Theme.values()) {
            onFx(() -> themes.choose(theme));
            settle();
            WritableImage picture =
                    Toolkit.call(
                            () ->
                                    Pictures.of(
                                            workbench, theme.palette().background(), size.scale()));
            Pictures.write(picture, out.resolve(name + "-" + theme.label() + ".png"));
        }
    }

    /** Lets layouts that follow from layouts come to rest. */
    private void settle() throws Exception {
        for (int i = 0; i < SETTLING_PULSES; i++) {
            onFx(
                    () -> {
                        workbench.applyCss();
                        workbench.layout();
                    });
            Thread.sleep(50);
        }
    }

    private void await(BooleanSupplier condition) throws Exception {
        long last = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (System.nanoTime() < last) {
            boolean done =
                    Toolkit.call(
                            () -> {
                                document.pulse();
                                workbench.patterning().verify().pulse();
                                workbench.sampling().pulse();
                                return condition.getAsBoolean();
                            });
            if (done) {
                return;
            }
            String failure = Toolkit.call(() -> document.failureProperty().get());
            if (!failure.isEmpty()) {
                throw new FormatException(failure);
            }
            Thread.sleep(LOOK_EVERY_MILLISECONDS);
        }
        throw new FormatException(
                "A view was not ready to be shot within "
                        + LONGEST_WAIT.toMinutes()
                        + " minutes; the last picture in the folder is of the step before.");
    }

    private static void onFx(Runnable work) throws Exception {
        Toolkit.call(
                () -> {
                    work.run();
                    return true;
                });
    }
}
