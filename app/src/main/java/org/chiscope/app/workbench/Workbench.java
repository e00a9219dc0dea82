package org.chiscope.app.workbench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import javafx.animation.AnimationTimer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.chiscope.app.background.Background;
import org.chiscope.app.chains.SamplingView;
import org.chiscope.app.chains.SamplingViewModel;
import org.chiscope.app.chart.Emphasis;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.development.DevelopmentView;
import org.chiscope.app.development.DevelopmentViewModel;
import org.chiscope.app.document.CellReport;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.document.OpenModel;
import org.chiscope.app.examples.ExamplesView;
import org.chiscope.app.examples.ExamplesViewModel;
import org.chiscope.app.inspector.InspectorView;
import org.chiscope.app.inspector.InspectorViewModel;
import org.chiscope.app.library.LibraryView;
import org.chiscope.app.library.LibraryViewModel;
import org.chiscope.app.matrix.MatrixView;
import org.chiscope.app.matrix.MatrixViewModel;
import org.chiscope.app.modes.ModesView;
import org.chiscope.app.modes.ModesViewModel;
import org.chiscope.app.patterning.PatterningState;
import org.chiscope.app.patterning.PatterningView;
import org.chiscope.app.patterning.PatterningViewModel;
import org.chiscope.app.selection.CellName;
import org.chiscope.app.selection.Selection;
import org.chiscope.app.theme.Palette;
import org.chiscope.app.theme.Theme;
import org.chiscope.app.theme.ThemeSwitch;
import org.chiscope.experiment.Snapshot;
import org.chiscope.response.Part;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/**
 * The whole window over one document. Below 1280 pixels of width the inspector is a drawer over the
 * matrix; above, a panel beside it.
 */
public final class Workbench extends StackPane {
    private static final double DRAWER_BELOW = 1280;
    private static final int LIBRARY_FIRST_PULSES = 3;

    private final ExperimentDocument document;
    private final MatrixViewModel matrix;
    private final ExamplesViewModel examples;
    private final ModesViewModel modes;
    private final PatterningViewModel patterning;
    private final DevelopmentViewModel development;
    private final SamplingViewModel sampling;
    private final RunBarViewModel run;
    private final ThemeSwitch themes;
    private final Selection selection = new Selection();
    private final ObjectProperty<Perspective> perspective =
            new SimpleObjectProperty<>(this, "perspective", Perspective.LIBRARY);
    private final BooleanProperty inspectorWanted =
            new SimpleBooleanProperty(this, "inspectorWanted", true);
    private final BorderPane frame = new BorderPane();
    private final StackPane middle = new StackPane();
    private final ShortcutSheet shortcuts = new ShortcutSheet();
    private final AnimationTimer pulse;

    /** Makes the views that the Library does without, each once. */
    private final Deque<Runnable> unmade = new ArrayDeque<>();

    private @Nullable InspectorView inspector;

    /**
     * @param background where slow work runs
     */
    public Workbench(
            ExperimentDocument document,
            LibraryViewModel library,
            ThemeSwitch themes,
            Background background) {
        this.document = document;
        this.themes = themes;
        this.matrix = new MatrixViewModel(document);
        this.examples =
                new ExamplesViewModel(document, selection, matrix.partProperty(), background);
        this.modes = new ModesViewModel(document, background);
        this.patterning = new PatterningViewModel(document, background, document.workers());
        this.development = new DevelopmentViewModel(document, selection, background);
        this.sampling = new SamplingViewModel(document, selection, matrix, background);
        this.run = new RunBarViewModel(document);
        getStyleClass().add("workbench");
        ObservableValue<Palette> palette = themes.themeProperty().map(Theme::palette);
        showOnly(new LibraryView(library, palette), Perspective.LIBRARY);
        unmade.add(() -> showOnly(matrixView(palette), Perspective.MATRIX));
        unmade.add(() -> inspector = inspectorView(palette));
        unmade.add(
                () ->
                        showOnly(
                                new ExamplesView(
                                        examples, selection, matrix.dataProperty(), palette),
                                Perspective.EXAMPLES));
        unmade.add(
                () ->
                        showOnly(
                                new ModesView(modes, selection, palette, this::patternAlongMode),
                                Perspective.MODES));
        modes.showingProperty().bind(perspective.isEqualTo(Perspective.MODES));
        unmade.add(
                () ->
                        showOnly(
                                new PatterningView(patterning, selection, palette),
                                Perspective.PATTERNING));
        examples.showingProperty().bind(perspective.isEqualTo(Perspective.EXAMPLES));
        patterning.showingProperty().bind(perspective.isEqualTo(Perspective.PATTERNING));
        unmade.add(
                () ->
                        showOnly(
                                new DevelopmentView(development, selection, palette),
                                Perspective.DEVELOPMENT));
        development.showingProperty().bind(perspective.isEqualTo(Perspective.DEVELOPMENT));
        unmade.add(
                () ->
                        showOnly(
                                new SamplingView(sampling, selection, palette),
                                Perspective.SAMPLING));
        sampling.showingProperty().bind(perspective.isEqualTo(Perspective.SAMPLING));

        ShortcutSheet sheet = shortcuts;
        frame.setTop(new VBox(topBar(sheet), failureNotice()));
        frame.setLeft(new Rail(perspective, document.modelProperty().map(m -> true).orElse(false)));
        frame.setCenter(middle);
        frame.setBottom(new RunBar(run, palette));
        getChildren().addAll(frame, sheet);

        document.modelProperty()
                .addListener(
                        (o, before, opened) -> {
                            if (opened != null) {
                                perspective.set(Perspective.MATRIX);
                            }
                        });
        perspective.addListener(
                (o, before, now) -> {
                    if (now == Perspective.LIBRARY) {
                        library.refresh();
                    } else {
                        complete();
                    }
                    placeInspector();
                });
        selection.selectedProperty().addListener((o, before, now) -> placeInspector());
        inspectorWanted.addListener((o, before, now) -> placeInspector());
        widthProperty().addListener((o, before, now) -> placeInspector());
        addEventFilter(KeyEvent.KEY_PRESSED, this::shortcut);
        addEventHandler(
                KeyEvent.KEY_TYPED,
                event -> {
                    if (event.getCharacter().equals("?") && !typing()) {
                        shortcuts.open();
                    }
                });
        placeInspector();
        // The newest snapshot is looked at once a pulse; nothing is posted for a draw.
        pulse =
                new AnimationTimer() {
                    private int quiet;

                    @Override
                    public void handle(long now) {
                        document.pulse();
                        patterning.verify().pulse();
                        development.pulse();
                        sampling.pulse();
                        if (!unmade.isEmpty()
                                && !library.readingProperty().get()
                                && ++quiet > LIBRARY_FIRST_PULSES) {
                            unmade.remove().run();
                        }
                    }
                };
    }

    /**
     * Begins to follow the run. The views that the Library does without are made once that is on
     * the screen, one a pulse.
     */
    public void start() {
        pulse.start();
    }

    /** Makes the views that are still to be made, which otherwise happens by and by. */
    public void complete() {
        while (!unmade.isEmpty()) {
            unmade.remove().run();
        }
    }

    /** Stops following the run. */
    public void stop() {
        pulse.stop();
    }

    public ObjectProperty<Perspective> perspectiveProperty() {
        return perspective;
    }

    public Selection selection() {
        return selection;
    }

    public MatrixViewModel matrix() {
        return matrix;
    }

    public ExamplesViewModel examples() {
        return examples;
    }

    public ModesViewModel modes() {
        return modes;
    }

    /** Goes to Patterning with the structure of the mode that is looked at as its target. */
    private void patternAlongMode() {
        Map<String, Double> direction = modes.direction();
        Part part = modes.choiceProperty().get().part();
        perspective.set(Perspective.PATTERNING);
        patterning.wantDirection(part, direction);
    }

    public PatterningViewModel patterning() {
        return patterning;
    }

    public DevelopmentViewModel development() {
        return development;
    }

    public SamplingViewModel sampling() {
        return sampling;
    }

    private MatrixView matrixView(ObservableValue<Palette> palette) {
        return new MatrixView(
                matrix,
                selection,
                document.busyProperty(),
                patterning.stateProperty().map(PatterningState::emphasis).orElse(Emphasis.NONE),
                palette);
    }

    private InspectorView inspectorView(ObservableValue<Palette> palette) {
        return new InspectorView(
                new InspectorViewModel(document, selection, matrix.partProperty()), palette);
    }

    private TopBar topBar(ShortcutSheet sheet) {
        ObservableValue<String> title =
                Bindings.createStringBinding(
                        this::title, document.modelProperty(), document.snapshotProperty());
        ObservableValue<String> remark =
                Bindings.createStringBinding(
                        () -> {
                            Path folder = document.folderProperty().get();
                            return folder == null
                                    ? ""
                                    : "Kept in results / " + folder.getFileName();
                        },
                        document.folderProperty());
        return new TopBar(title, remark, selection, this::words, themes, sheet::open);
    }

    /** What a cell is called in the open result or model; empty where it has none. */
    private ObservableValue<String> words(ObservableValue<@Nullable CellName> cell) {
        return Bindings.createStringBinding(
                () -> words(cell.getValue()),
                cell,
                document.modelProperty(),
                document.snapshotProperty());
    }

    /** What the last command failed at, until it is read. */
    private Node failureNotice() {
        Label sentence = Parts.label(document.failureProperty(), "failure-words");
        sentence.setWrapText(true);
        sentence.setGraphic(Parts.icon(Feather.X_CIRCLE));
        HBox.setHgrow(sentence, Priority.ALWAYS);
        sentence.setMaxWidth(Double.MAX_VALUE);
        HBox notice =
                new HBox(
                        8, sentence, Parts.iconButton(Feather.X, "Close", document::forgetFailure));
        notice.setId("failure");
        notice.getStyleClass().addAll("notice", "danger");
        notice.setAlignment(Pos.CENTER_LEFT);
        Parts.showIf(notice, document.failureProperty().map(text -> !text.isEmpty()));
        return notice;
    }

    private String title() {
        Snapshot snapshot = document.snapshotProperty().get();
        if (snapshot != null) {
            return snapshot.experiment().name();
        }
        OpenModel model = document.modelProperty().get();
        return model == null ? "No experiment open" : model.title();
    }

    private String words(@Nullable CellName name) {
        Snapshot snapshot = document.snapshotProperty().get();
        if (name == null) {
            return "";
        }
        if (snapshot != null) {
            return CellReport.of(snapshot, name).map(CellReport::title).orElse("");
        }
        OpenModel model = document.modelProperty().get();
        return model == null ? "" : model.title(name);
    }

    private void showOnly(Node view, Perspective where) {
        view.visibleProperty().bind(perspective.isEqualTo(where));
        view.managedProperty().bind(perspective.isEqualTo(where));
        middle.getChildren().add(view);
    }

    private void placeInspector() {
        InspectorView inspector = this.inspector;
        if (inspector == null) {
            return;
        }
        boolean wide = getWidth() >= DRAWER_BELOW || getWidth() == 0;
        boolean wanted = perspective.get() == Perspective.MATRIX && inspectorWanted.get();
        boolean beside = wanted && wide;
        boolean over = wanted && !wide && selection.selectedProperty().get() != null;
        place(beside ? inspector : null);
        if (over && !middle.getChildren().contains(inspector)) {
            StackPane.setAlignment(inspector, Pos.CENTER_RIGHT);
            middle.getChildren().add(inspector);
        } else if (!over) {
            middle.getChildren().remove(inspector);
        }
        inspector.setDrawer(over);
    }

    private void place(@Nullable Node right) {
        if (frame.getRight() != right) {
            if (right != null) {
                middle.getChildren().remove(right);
            }
            frame.setRight(right);
        }
    }

    private boolean typing() {
        Scene scene = getScene();
        return scene != null && scene.getFocusOwner() instanceof TextInputControl;
    }

    private void shortcut(KeyEvent event) {
        Perspective asked = event.isShortcutDown() ? Perspective.of(event.getCode()) : null;
        if (asked != null) {
            if (asked == Perspective.LIBRARY || document.modelProperty().get() != null) {
                perspective.set(asked);
            }
            event.consume();
        } else if (event.isShortcutDown()) {
            boolean known = true;
            switch (event.getCode()) {
                case Z -> {
                    if (perspective.get() != Perspective.PATTERNING || typing()) {
                        known = false;
                    } else if (event.isShiftDown()) {
                        patterning.redo();
                    } else {
                        patterning.undo();
                    }
                }
                case ENTER -> matrix.sample();
                case PERIOD -> run.stop();
                case I -> inspectorWanted.set(!inspectorWanted.get());
                case D -> themes.choose(themes.theme().other());
                default -> known = false;
            }
            if (known) {
                event.consume();
            }
        } else if (!typing() && !shortcuts.isVisible()) {
            switch (perspective.get()) {
                case MATRIX -> matrixShortcut(event);
                case LIBRARY -> {}
                default -> selectionShortcut(event);
            }
        }
    }

    private void matrixShortcut(KeyEvent event) {
        boolean onControl = getScene().getFocusOwner() instanceof Control;
        KeyCode code = event.getCode();
        if (code == KeyCode.SPACE && !onControl) {
            run.toggle();
        } else if (code == KeyCode.F) {
            matrix.partProperty().set(Part.FLUCTUATION);
        } else if (code == KeyCode.S) {
            matrix.partProperty().set(Part.SHIFT);
        } else if (code == KeyCode.J) {
            matrix.partProperty().set(Part.JOINT);
        } else {
            selectionShortcut(event);
            return;
        }
        event.consume();
    }

    private void selectionShortcut(KeyEvent event) {
        switch (event.getCode()) {
            case ESCAPE -> selection.clear();
            case P -> selection.pin();
            case L -> selection.lockedProperty().set(!selection.lockedProperty().get());
            default -> {
                return;
            }
        }
        event.consume();
    }
}
