package org.chiscope.app.modes;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.chiscope.app.chart.Brush;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.controls.Message;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.selection.CellName;
import org.chiscope.app.selection.Selection;
import org.chiscope.app.theme.Palette;
import org.chiscope.modes.MatrixForm;
import org.chiscope.response.Part;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The Modes perspective: singular values and loadings above, examples on two modes below. */
public final class ModesView extends BorderPane {
    /** Below this width of the view the panel gives way, and its main words stand in a strip. */
    private static final double PANEL_FROM = 1240;

    private static final double LEAST_HEIGHT = 560;

    private final ModesViewModel modes;
    private final Selection selection;
    private final SpectrumChart spectrum = new SpectrumChart();
    private final LoadingChart components =
            new LoadingChart("modes-components", 88, Brush.Type.TICKS);
    private final LoadingChart patterns = new LoadingChart("modes-patterns", 122, Brush.Type.SMALL);
    private final Label spectrumNote = Parts.label("", "muted");
    private final Label componentsNote = Parts.label("", "muted");
    private final Label patternsNote = Parts.label("", "muted");
    private final ModePanel panel;
    private final ModeSentence strip;
    private final Label stripValue = Parts.label("", "number", "muted");
    private final HBox stripBox;
    private final RowConstraints above = new RowConstraints();
    private final RowConstraints below = new RowConstraints();

    /**
     * @param pattern goes to Patterning with the mode as its target
     */
    public ModesView(
            ModesViewModel modes,
            Selection selection,
            ObservableValue<Palette> palette,
            Runnable pattern) {
        this.modes = modes;
        this.selection = selection;
        getStyleClass().add("modes-view");
        setId("modes");
        ModesControls controls = new ModesControls(modes);
        panel = new ModePanel(modes, controls, selection, patternButton("modes-pattern", pattern));
        panel.follow(modes.mapProperty(), modes.textsProperty(), modes.choiceProperty());
        strip = new ModeSentence(modes);
        HBox.setHgrow(strip, Priority.ALWAYS);
        stripValue.setMinWidth(USE_PREF_SIZE);
        Parts.explain(stripValue, "The singular value of the mode, with its standard error.");
        stripBox = new HBox(12, strip, stripValue, patternButton("modes-pattern-strip", pattern));
        stripBox.setAlignment(Pos.CENTER_LEFT);
        stripBox.setFillHeight(false);
        stripBox.getStyleClass().add("modes-strip");
        setTop(new VBox(bar(controls), stripBox));

        spectrum.paletteProperty().bind(palette);
        components.paletteProperty().bind(palette);
        patterns.paletteProperty().bind(palette);
        spectrum.setChooser(mode -> modes.choose(choice -> choice.withMode(mode)));
        GridPane content = content(new MapBox(modes, controls, selection, palette));
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("plain-scroll");
        scroll.visibleProperty().bind(modes.stateProperty().isNotNull());
        ObservableValue<String> nothing =
                Bindings.createStringBinding(
                        () ->
                                modes.stateProperty().get() != null
                                        ? ""
                                        : modes.messageProperty().get().isEmpty()
                                                ? "Sample the model, or open a result, to take its"
                                                        + " matrix apart into modes."
                                                : modes.messageProperty().get(),
                        modes.stateProperty(),
                        modes.messageProperty());
        setCenter(new StackPane(scroll, new Message(nothing)));
        selection();
        modes.stateProperty().subscribe(now -> show());
        modes.choiceProperty().subscribe(now -> show());
        widthProperty().addListener((o, before, now) -> place());
        for (LoadingChart chart : List.of(components, patterns)) {
            chart.heightProperty().addListener((o, before, now) -> notes());
        }
        spectrum.widthProperty().addListener((o, before, now) -> notes());
    }

    private GridPane content(Node map) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("modes-content");
        double[] shares = {26, 36, 38};
        for (double share : shares) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(share);
            column.setHgrow(Priority.ALWAYS);
            grid.getColumnConstraints().add(column);
        }
        for (RowConstraints row : List.of(above, below)) {
            row.setVgrow(Priority.ALWAYS);
            grid.getRowConstraints().add(row);
        }
        grid.add(
                cell("Singular values", spectrumNote, spectrum, "The strength of each mode."),
                0,
                0);
        grid.add(
                cell(
                        "Components, uᵢ",
                        componentsNote,
                        components,
                        "The mode's left vector: how far each component takes part. Blue expresses"
                                + " the patterns with positive loadings, orange suppresses them; hatched"
                                + " is within two standard errors of 0."),
                1,
                0);
        grid.add(
                cell(
                        "Patterns, vᵢ",
                        patternsNote,
                        patterns,
                        "The mode's right vector: how far each pattern takes part. Signs are those"
                                + " with which the largest loading of a pattern is positive."),
                2,
                0);
        grid.add(map, 0, 1, 3, 1);
        grid.setMinHeight(LEAST_HEIGHT);
        return grid;
    }

    private static VBox cell(String name, Label note, Region chart, String explanation) {
        Label title = Parts.label(name, "section-title");
        title.setMinWidth(USE_PREF_SIZE);
        Parts.explain(title, explanation);
        HBox head = new HBox(8, title, Parts.spacer(), note);
        head.setAlignment(Pos.BASELINE_LEFT);
        VBox.setVgrow(chart, Priority.ALWAYS);
        VBox cell = new VBox(4, head, chart);
        cell.getStyleClass().add("modes-cell");
        return cell;
    }

    /** Names select here as everywhere; what is selected and pinned anywhere is tagged. */
    private void selection() {
        components.setSelector(name -> select(name, null));
        patterns.setSelector(name -> select(null, name));
        selection.selectedProperty().subscribe(now -> tag());
        selection.pinnedProperty().subscribe(now -> tag());
    }

    private void tag() {
        CellName a = selection.selectedProperty().get();
        CellName b = selection.pinnedProperty().get();
        components.setTagged(a == null ? "" : a.component(), b == null ? "" : b.component());
        patterns.setTagged(a == null ? "" : a.pattern(), b == null ? "" : b.pattern());
    }

    private void select(@Nullable String component, @Nullable String pattern) {
        ModesState state = modes.stateProperty().get();
        if (state != null) {
            CellName before = selection.selectedProperty().get();
            selection.select(state.cell(modes.mode(), component, pattern, before));
        }
    }

    private void show() {
        ModesState state = modes.stateProperty().get();
        spectrum.show(state, modes.mode());
        strip.show(state);
        panel.show(state);
        if (state != null) {
            components.show(state.rows(), state.modes().componentLoadings(modes.mode()));
            patterns.show(state.columns(), state.modes().patternLoadings(modes.mode()));
        }
        // Fields have no examples: there only a sentence stands below.
        boolean fields = state != null && state.fields();
        above.setPercentHeight(fields ? 74 : 47);
        below.setPercentHeight(fields ? 26 : 53);
        stripValue.setText(
                state == null ? "" : "σ " + ModeWords.singularValue(state, modes.mode()));
        notes();
        place();
    }

    /** What is left out for want of room, and in which unit values are. */
    private void notes() {
        ModesState state = modes.stateProperty().get();
        if (state == null) {
            return;
        }
        int count = state.modes().count();
        int fitting = spectrum.fitting();
        spectrumNote.setText(
                (fitting < count && spectrum.getWidth() > 0
                                ? fitting + " of " + NumberText.count(count) + ", "
                                : "")
                        + (state.unit().isEmpty() ? "log scale" : state.unit() + ", log"));
        componentsNote.setText(
                strongest(components.fitting(components.getHeight()), state.rows().size()));
        patternsNote.setText(
                strongest(patterns.fitting(patterns.getHeight()), state.columns().size()));
    }

    private static String strongest(int shown, int all) {
        return shown < all ? shown + " strongest of " + NumberText.count(all) : "";
    }

    private void place() {
        boolean known = modes.stateProperty().get() != null;
        boolean wide = getWidth() >= PANEL_FROM;
        setRight(known && wide ? panel : null);
        stripBox.setVisible(known && !wide);
        stripBox.setManaged(known && !wide);
    }

    private Button patternButton(String id, Runnable pattern) {
        Button button = Parts.button(Feather.SLIDERS, "Pattern along this mode", pattern);
        button.setId(id);
        button.getStyleClass().add("accent");
        button.setMinWidth(USE_PREF_SIZE);
        button.disableProperty()
                .bind(
                        Bindings.createBooleanBinding(
                                () -> modes.direction().isEmpty(),
                                modes.stateProperty(),
                                modes.choiceProperty()));
        Parts.explain(
                button,
                "Takes the structure that moves when data are perturbed along vᵢ (the uᵢ of this"
                        + " Euclidean view) as the target in Patterning. Patterning finds the smallest"
                        + " perturbation in its own metric, which need not be vᵢ. The shift alone is"
                        + " no target.");
        return button;
    }

    // ---- The bar ----

    private Node bar(ModesControls controls) {
        Button back =
                Parts.iconButton(Feather.CHEVRON_LEFT, "The mode before", () -> modes.step(-1));
        back.setId("mode-before");
        Button on = Parts.iconButton(Feather.CHEVRON_RIGHT, "The next mode", () -> modes.step(1));
        on.setId("mode-next");
        Label which = Parts.label("", "strong");
        which.setId("mode-number");
        which.setMinWidth(62);
        which.setAlignment(Pos.CENTER);
        which.textProperty()
                .bind(
                        Bindings.createStringBinding(
                                () -> "Mode " + (modes.mode() + 1),
                                modes.choiceProperty(),
                                modes.stateProperty()));
        HBox stepper = new HBox(back, which, on);
        stepper.setAlignment(Pos.CENTER_LEFT);
        Node parts =
                controls.segmented(
                        "modes-part",
                        List.of(Part.values()),
                        Part::label,
                        ModesChoice::part,
                        part -> modes.choose(choice -> choice.withPart(part)));
        Node rows =
                controls.choice(
                        "Rows",
                        List.of(false, true),
                        norm -> norm ? "÷ norm" : "raw",
                        choice -> choice.form().norm(),
                        norm -> modes.choose(c -> c.withForm(withNorm(c.form(), norm))));
        Node centred =
                controls.box(
                        "modes-centred",
                        "Row-centred",
                        "Takes the mean of each row over the patterns away: what a component does to"
                                + " all patterns alike.",
                        choice -> choice.form().centred(),
                        on1 -> c -> c.withForm(withCentred(c.form(), on1)));
        Node whitened =
                controls.box(
                        "modes-whitened",
                        "Whitened by noise",
                        "Divides each cell by its Monte-Carlo standard error, so that modes are told"
                                + " by how far they stand out of the noise. Examples in the map stay"
                                + " as they are.",
                        choice -> choice.form().whitened(),
                        on1 -> c -> c.withForm(withWhitened(c.form(), on1)));
        Label carried =
                Parts.label(
                        Bindings.createStringBinding(
                                () -> {
                                    ModesState state = modes.stateProperty().get();
                                    return state == null ? "" : ModeWords.carried(state);
                                },
                                modes.stateProperty()),
                        "muted");
        carried.setId("modes-carried");
        carried.setMinWidth(0);
        HBox bar =
                new HBox(
                        8,
                        stepper,
                        parts,
                        rows,
                        centred,
                        whitened,
                        Parts.spacer(),
                        carried,
                        new ModesExport(modes));
        // Where room is short, the words on shares give way first.
        for (Node node : bar.getChildren()) {
            if (node instanceof Region region && node != carried) {
                region.setMinWidth(node == whitened || node == centred ? 34 : USE_PREF_SIZE);
            }
        }
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("perspective-bar");
        return bar;
    }

    private static MatrixForm withNorm(MatrixForm form, boolean norm) {
        return new MatrixForm(form.whitened(), form.centred(), norm);
    }

    private static MatrixForm withCentred(MatrixForm form, boolean centred) {
        return new MatrixForm(form.whitened(), centred, form.norm());
    }

    private static MatrixForm withWhitened(MatrixForm form, boolean whitened) {
        return new MatrixForm(whitened, form.centred(), form.norm());
    }
}
