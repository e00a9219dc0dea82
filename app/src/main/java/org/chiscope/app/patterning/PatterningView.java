package org.chiscope.app.patterning;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.controls.Message;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.theme.Palette;
import org.chiscope.patterning.Metric;
import org.chiscope.patterning.Regularization;
import org.chiscope.patterning.RowScaling;
import org.chiscope.patterning.Solution;
import org.chiscope.response.Estimate;
import org.chiscope.response.Part;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The Patterning perspective: target, data perturbation, scree, verification, and their words. */
public final class PatterningView extends BorderPane {
    /** Below this width of the view its words give way. */
    private static final double SUMMARY_FROM = 1240;

    private static final int MODES_OFFERED = 6;

    private final PatterningViewModel patterning;
    private final TargetChart target = new TargetChart();
    private final PerturbationChart perturbation = new PerturbationChart();
    private final ScreeChart scree = new ScreeChart();
    private final MenuButton more = new MenuButton("More of");
    private final MenuButton less = new MenuButton("Less of");
    private final CheckBox hold = new CheckBox("Hold all others");
    private final Label held = Parts.label("", "muted");
    private final Label hint = Parts.label("", "caption");
    private final Label secondStep = Parts.label("", "section-title");
    private final Node smallest;
    private final Node dataLimits;
    private final Label noise = Parts.label("", "pill", "warning");
    private final Slider rank = new Slider(0, 1, 0);
    private final Slider ridge = new Slider(0, 1, 0);
    private final Label rankWords = Parts.label("", "number", "small-number");
    private final Label ridgeWords = Parts.label("", "number", "small-number");
    private final Label condition = Parts.label("", "number", "small-number");
    private final FlowPane gauge = new FlowPane(4, 4);
    private final Label divergence = Parts.label("", "number", "small-number");
    private final Label largest = Parts.label("", "number", "small-number");
    private final Label linear = Parts.label("", "number", "small-number");
    private final SummaryPane summary;
    private final Node parts;
    private final Node constraint;
    private boolean showing;

    public PatterningView(PatterningViewModel patterning, ObservableValue<Palette> palette) {
        this.patterning = patterning;
        getStyleClass().add("patterning-view");
        setId("patterning");
        target.paletteProperty().bind(palette);
        perturbation.paletteProperty().bind(palette);
        scree.paletteProperty().bind(palette);
        summary = new SummaryPane(patterning.stateProperty(), palette);
        HBox metric = new HBox(8, Parts.label("Smallest", "muted"), metrics());
        metric.setAlignment(Pos.CENTER_LEFT);
        smallest = metric;
        dataLimits =
                new HBox(
                        16,
                        named(
                                "KL(q_h ‖ q), nats",
                                divergence,
                                "Kullback–Leibler divergence of the perturbed data from the data."),
                        named(
                                "Weights ≥ 0 up to",
                                largest,
                                "The multiple of this perturbation at which the first example's"
                                        + " weight reaches 0."));
        parts = parts();
        constraint =
                choice(
                        "Constraint",
                        new Boolean[] {true, false},
                        kept -> kept ? "weights ≥ 0" : "none",
                        PatterningChoice::nonNegative,
                        kept -> patterning.choose(c -> c.withNonNegative(kept)));
        setTop(bar());
        GridPane columns =
                columns(
                        targetColumn(),
                        new ScrolledColumn(perturbationBox(), screeBox()),
                        new ScrolledColumn(new VerifyPane(patterning, palette)));
        ObservableValue<String> nothing =
                Bindings.createStringBinding(
                        () ->
                                patterning.stateProperty().get() != null
                                        ? ""
                                        : patterning.messageProperty().get().isEmpty()
                                                ? "Sample the model, or open a result, to choose a"
                                                        + " structure and see which data would make it."
                                                : patterning.messageProperty().get(),
                        patterning.stateProperty(),
                        patterning.messageProperty());
        columns.visibleProperty().bind(patterning.stateProperty().isNotNull());
        setCenter(new StackPane(columns, new Message(nothing)));
        target.setHandler(
                (name, value, done) -> {
                    if (done) {
                        patterning.choose(choice -> choice.withChange(name, value));
                    } else {
                        patterning.drag(choice -> choice.withChange(name, value));
                    }
                });
        scree.setChosen(chosen -> patterning.choose(choice -> choice.withRank(chosen)));
        hold.setId("hold-others");
        hold.setOnAction(
                event -> patterning.choose(choice -> choice.withHoldOthers(hold.isSelected())));
        sliders();
        patterning.stateProperty().addListener((o, before, now) -> show(now));
        widthProperty().addListener((o, before, now) -> place());
        patterning.stateProperty().addListener((o, before, now) -> place());
        show(patterning.stateProperty().get());
        place();
    }

    private void place() {
        boolean wide = getWidth() >= SUMMARY_FROM && patterning.stateProperty().get() != null;
        setRight(wide ? summary : null);
    }

    /** A numbered step and its name. */
    static HBox step(int number, Label name) {
        Label circle = Parts.label(Integer.toString(number), "step-number");
        HBox head = new HBox(8, circle, name);
        head.setAlignment(Pos.CENTER_LEFT);
        return head;
    }

    /** Shows a node and gives it room, or neither. */
    static void shown(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }

    private static GridPane columns(Node... nodes) {
        GridPane grid = new GridPane();
        double[] share = {34, 33, 33};
        for (int c = 0; c < nodes.length; c++) {
            ColumnConstraints constraints = new ColumnConstraints();
            constraints.setPercentWidth(share[c]);
            constraints.setHgrow(Priority.ALWAYS);
            grid.getColumnConstraints().add(constraints);
            nodes[c].getStyleClass().add("patterning-cell");
            grid.add(nodes[c], c, 0);
        }
        RowConstraints row = new RowConstraints();
        row.setVgrow(Priority.ALWAYS);
        row.setPercentHeight(100);
        grid.getRowConstraints().add(row);
        return grid;
    }

    /** A column that scrolls where the window is low. */
    private static final class ScrolledColumn extends ScrollPane {
        ScrolledColumn(Region... parts) {
            VBox box = new VBox(parts);
            VBox.setVgrow(parts[parts.length - 1], Priority.ALWAYS);
            setContent(box);
            setFitToWidth(true);
            setFitToHeight(true);
            setHbarPolicy(ScrollBarPolicy.NEVER);
            getStyleClass().add("plain-scroll");
        }
    }

    // ---- The bar ----

    private Node bar() {
        Button undo = Parts.iconButton(Feather.CORNER_UP_LEFT, "Undo (Ctrl Z)", patterning::undo);
        undo.setId("patterning-undo");
        undo.disableProperty().bind(patterning.canUndoProperty().not());
        Button redo =
                Parts.iconButton(Feather.CORNER_UP_RIGHT, "Redo (Ctrl Shift Z)", patterning::redo);
        redo.disableProperty().bind(patterning.canRedoProperty().not());
        Button reset =
                Parts.button(
                        Feather.ROTATE_CCW,
                        "Reset target",
                        () -> patterning.choose(choice -> choice.withChanges(Map.of())));
        reset.setId("reset-target");
        reset.getStyleClass().add("flat");
        HBox bar =
                new HBox(
                        8,
                        parts,
                        choice(
                                "Rows",
                                RowScaling.values(),
                                RowScaling::label,
                                PatterningChoice::scaling,
                                scaling -> patterning.choose(c -> c.withScaling(scaling))),
                        constraint,
                        Parts.spacer(),
                        undo,
                        redo,
                        reset);
        for (Node node : bar.getChildren()) {
            if (node instanceof Region region) {
                region.setMinWidth(Region.USE_PREF_SIZE);
            }
        }
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("perspective-bar");
        return bar;
    }

    private Node parts() {
        return segmented(
                List.of(Part.FLUCTUATION, Part.JOINT),
                Part::label,
                PatterningChoice::part,
                part -> patterning.choose(c -> c.withPart(part)));
    }

    private Node metrics() {
        return segmented(
                List.of(Metric.CHI_SQUARED, Metric.EUCLIDEAN),
                Metric::label,
                PatterningChoice::metric,
                metric -> patterning.choose(c -> c.withMetric(metric)));
    }

    private <T> HBox segmented(
            List<T> values,
            Function<T, String> label,
            Function<PatterningChoice, T> current,
            Consumer<T> chosen) {
        ToggleGroup group = new ToggleGroup();
        HBox box = new HBox();
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().add("segmented");
        for (int i = 0; i < values.size(); i++) {
            T value = values.get(i);
            ToggleButton button = new ToggleButton(label.apply(value));
            button.setToggleGroup(group);
            button.setOnAction(
                    event -> {
                        button.setSelected(true);
                        chosen.accept(value);
                    });
            button.setSelected(current.apply(patterning.choiceProperty().get()).equals(value));
            patterning
                    .choiceProperty()
                    .addListener(
                            (o, before, now) ->
                                    button.setSelected(current.apply(now).equals(value)));
            button.getStyleClass().add(i == 0 ? "left-pill" : "right-pill");
            box.getChildren().add(button);
        }
        return box;
    }

    private <T> MenuButton choice(
            String name,
            T[] values,
            Function<T, String> label,
            Function<PatterningChoice, T> current,
            Consumer<T> chosen) {
        MenuButton menu = new MenuButton();
        menu.getStyleClass().add("field-button");
        menu.setGraphic(Parts.label(name, "muted"));
        menu.textProperty()
                .bind(patterning.choiceProperty().map(c -> label.apply(current.apply(c))));
        ToggleGroup group = new ToggleGroup();
        for (T value : values) {
            RadioMenuItem item = new RadioMenuItem(label.apply(value));
            item.setToggleGroup(group);
            item.setSelected(current.apply(patterning.choiceProperty().get()).equals(value));
            item.setOnAction(event -> chosen.accept(value));
            patterning
                    .choiceProperty()
                    .addListener(
                            (o, before, now) -> item.setSelected(current.apply(now).equals(value)));
            menu.getItems().add(item);
        }
        return menu;
    }

    // ---- The columns ----

    private Region targetColumn() {
        more.setId("more-of");
        less.setId("less-of");
        HBox presets = new HBox(8, more, less);
        HBox holding = new HBox(8, hold, Parts.spacer(), held);
        holding.setAlignment(Pos.CENTER_LEFT);
        ScrollPane scroll = new ScrollPane(target);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("plain-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        hint.setWrapText(true);
        hint.setMinHeight(Region.USE_PREF_SIZE);
        VBox column =
                new VBox(
                        10,
                        step(1, Parts.label("Target", "section-title")),
                        presets,
                        holding,
                        scroll,
                        hint);
        column.getStyleClass().add("patterning-column");
        return column;
    }

    private Region perturbationBox() {
        HBox head = step(2, secondStep);
        HBox numbers =
                new HBox(
                        16,
                        dataLimits,
                        named(
                                "Linear up to",
                                linear,
                                "The multiple at which nβ·sd(Σ h ΔL) reaches 0.5 in some component:"
                                        + " beyond it the response is not taken for linear."));
        VBox box = new VBox(10, head, smallest, perturbation, numbers);
        box.getStyleClass().add("patterning-column");
        return box;
    }

    private static VBox named(String name, Label number, String explanation) {
        Label words = Parts.label(name, "caption");
        words.setMinWidth(Region.USE_PREF_SIZE);
        VBox box = new VBox(1, words, number);
        Parts.explain(box, explanation);
        return box;
    }

    private Region screeBox() {
        HBox head =
                new HBox(8, step(3, Parts.label("Scree", "section-title")), Parts.spacer(), noise);
        head.setAlignment(Pos.CENTER_LEFT);
        GridPane controls = new GridPane();
        controls.setHgap(10);
        controls.setVgap(4);
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints middle = new ColumnConstraints();
        middle.setHgrow(Priority.ALWAYS);
        ColumnConstraints numbers = new ColumnConstraints();
        numbers.setMinWidth(104);
        numbers.setHalignment(HPos.RIGHT);
        controls.getColumnConstraints().addAll(names, middle, numbers);
        Button automatic =
                Parts.button(
                        Feather.ZAP,
                        "Auto",
                        () ->
                                patterning.choose(
                                        c -> c.withRank(Regularization.AUTOMATIC).withRidge(0)));
        automatic.getStyleClass().addAll("short", "flat");
        automatic.setId("rank-auto");
        Parts.explain(automatic, "As many modes as lie above the noise floor, and no ridge.");
        Label rankName = Parts.label("Rank", "muted");
        Parts.explain(rankName, "How many modes are inverted, the strongest first.");
        Label ridgeName = Parts.label("Ridge", "muted");
        Parts.explain(
                ridgeName,
                "Damps weak modes: 1/s becomes s/(s² + ρ²s₁²). In units of the largest singular value.");
        controls.addRow(0, rankName, rank, rankWords);
        controls.addRow(1, ridgeName, ridge, ridgeWords);
        Label conditionName = Parts.label("Condition", "muted");
        Parts.explain(
                conditionName,
                "The largest singular value over the smallest that is inverted: how much more the"
                        + " weakest mode's noise is amplified.");
        HBox conditionLine = new HBox(8, automatic, Parts.spacer(), condition);
        conditionLine.setAlignment(Pos.CENTER_LEFT);
        controls.add(conditionName, 0, 2);
        controls.add(conditionLine, 1, 2, 2, 1);
        Label gaugeName = Parts.label("Gauge", "muted");
        Parts.explain(
                gaugeName,
                "Directions of dh that leave the data as they are; they are taken out of every"
                        + " solution.");
        controls.add(gaugeName, 0, 3);
        controls.add(gauge, 1, 3, 2, 1);
        VBox.setVgrow(scree, Priority.ALWAYS);
        scree.setMaxHeight(200);
        VBox box = new VBox(8, head, scree, controls);
        box.getStyleClass().addAll("patterning-column", "patterning-below");
        return box;
    }

    private void sliders() {
        rank.setId("rank");
        ridge.setId("ridge");
        rank.setBlockIncrement(1);
        rank.setMajorTickUnit(1);
        rank.setMinorTickCount(0);
        rank.setSnapToTicks(true);
        ridge.setBlockIncrement(0.05);
        rank.valueProperty()
                .addListener(
                        (o, before, now) ->
                                slide(rank, c -> c.withRank((int) Math.round(now.doubleValue()))));
        ridge.valueProperty()
                .addListener(
                        (o, before, now) ->
                                slide(ridge, c -> c.withRidge(ridge(now.doubleValue()))));
        for (Slider slider : List.of(rank, ridge)) {
            slider.valueChangingProperty()
                    .addListener(
                            (o, before, now) -> {
                                if (!now) {
                                    patterning.choose(c -> c);
                                }
                            });
        }
    }

    private void slide(Slider slider, UnaryOperator<PatterningChoice> change) {
        if (showing) {
            return;
        }
        if (slider.isValueChanging()) {
            patterning.drag(change);
        } else {
            patterning.choose(change);
        }
    }

    /** The slider's lower half is finer: ρ = x², to two digits. */
    private static double ridge(double position) {
        return Math.rint(position * position * 1000) / 1000;
    }

    // ---- What is shown ----

    private void show(@Nullable PatterningState state) {
        target.show(state);
        perturbation.show(state);
        scree.show(state);
        if (state == null) {
            return;
        }
        showing = true;
        PatterningChoice choice = patterning.choiceProperty().get();
        hold.setSelected(choice.holdOthers());
        long others = state.rows().stream().filter(row -> !row.targeted()).count();
        held.setText(
                others == 0
                        ? ""
                        : others
                                + (others == 1 ? " row" : " rows")
                                + (choice.holdOthers() ? " at 0" : " free"));
        fill(more, state, 1);
        fill(less, state, -1);
        shown(smallest, !state.fields());
        shown(dataLimits, !state.fields());
        shown(constraint, !state.fields());
        shown(parts, !state.fields());
        secondStep.setText(state.fields() ? "Fields dh" : "Data perturbation dh");
        hint.setText(hint(state));
        PatterningState.Scree values = state.scree();
        rank.setMax(Math.max(1, values.most()));
        if (!rank.isValueChanging()) {
            rank.setValue(values.rank());
        }
        if (!ridge.isValueChanging()) {
            ridge.setValue(Math.sqrt(choice.ridge()));
        }
        rankWords.setText(
                values.rank()
                        + " of "
                        + values.most()
                        + (choice.rank() == Regularization.AUTOMATIC ? " auto" : ""));
        ridgeWords.setText(choice.ridge() == 0 ? "0" : NumberText.fixed(choice.ridge(), 3));
        Solution solution = state.solution();
        condition.setText(
                Double.isNaN(solution.condition())
                        ? "–"
                        : NumberText.fixed(solution.condition(), 1)
                                + (choice.ridge() > 0
                                        ? " with ridge "
                                                + NumberText.fixed(
                                                        solution.regularizedCondition(), 1)
                                        : ""));
        noise.setText(noiseWords(values));
        shown(noise, !noise.getText().isEmpty());
        gauge.getChildren().clear();
        for (String words : state.gauge()) {
            Label pill = Parts.label("removed: " + words, "pill");
            Parts.explain(pill, "Along it the data do not change: " + words + ".");
            gauge.getChildren().add(pill);
        }
        if (state.gauge().isEmpty()) {
            gauge.getChildren().add(Parts.label("none", "muted"));
        }
        boolean nothing = solution.isZero();
        divergence.setText(
                nothing || state.fields() ? "–" : NumberText.plain(solution.klDivergence()));
        largest.setText(nothing ? "–" : "× " + NumberText.fixed(solution.largestStep(), 2));
        linear.setText(nothing ? "–" : "× " + NumberText.fixed(state.linearUpTo(), 2));
        linear.getStyleClass().remove("danger-text");
        if (!nothing && state.linearUpTo() < 1) {
            linear.getStyleClass().add("danger-text");
        }
        showing = false;
    }

    /** How much of the target is reached, or how to set one. */
    private static String hint(PatterningState state) {
        Estimate reached = state.solution().reached();
        if (!Double.isFinite(reached.value())) {
            return "Drag a handle to set a change; double-click takes it back.";
        }
        double error = 100 * reached.monteCarloError();
        return NumberText.fixed(100 * reached.value(), 0)
                + " %"
                + (Double.isFinite(error) ? " ± " + NumberText.fixed(error, 0) + " %" : "")
                + " of the target is reached; a double-click takes a wish back.";
    }

    private static String noiseWords(PatterningState.Scree values) {
        if (values.rank() <= values.automaticRank()) {
            return "";
        }
        int first = values.automaticRank() + 1;
        return first == values.rank()
                ? "mode " + first + " lies in the noise"
                : "modes " + first + "–" + values.rank() + " lie in the noise";
    }

    private void fill(MenuButton menu, PatterningState state, double sign) {
        menu.getItems().clear();
        int modes = Math.min(MODES_OFFERED, state.scree().most());
        for (int i = 0; i < modes; i++) {
            int mode = i;
            boolean inNoise = i >= state.scree().automaticRank();
            MenuItem item = new MenuItem("mode " + (i + 1) + (inNoise ? " (in the noise)" : ""));
            item.setOnAction(event -> patterning.wantMode(mode, sign));
            menu.getItems().add(item);
        }
        menu.getItems().add(new SeparatorMenuItem());
        Menu patterns = new Menu("the mode of a pattern");
        for (PatterningState.Column column :
                state.fields() ? List.<PatterningState.Column>of() : state.columns()) {
            MenuItem item = new MenuItem(column.name());
            item.setOnAction(event -> patterning.wantModeOf(column.name(), sign));
            patterns.getItems().add(item);
        }
        if (!patterns.getItems().isEmpty()) {
            menu.getItems().addAll(patterns, new SeparatorMenuItem());
        }
        for (PatterningState.Row row : state.rows()) {
            MenuItem item = new MenuItem(row.title());
            item.setOnAction(event -> patterning.wantComponent(row.name(), sign));
            menu.getItems().add(item);
        }
    }
}
