package org.chiscope.app.development;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.controls.Message;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.selection.CellName;
import org.chiscope.app.selection.Selection;
import org.chiscope.app.theme.Palette;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The Development perspective: losses, and a panel a component, over the training. */
public final class DevelopmentView extends BorderPane {
    /** Below this width of the view, what stands on the right comes below the panels. */
    private static final double PANEL_FROM = 1240;

    private static final double LOWEST_PANEL = 150;
    private static final double HIGHEST_PANEL = 300;
    private static final double HIGHEST_IN_ROWS = 190;
    private static final double AROUND = 62;
    private static final double GAP = 8;

    /** The sentence above the panels, and what is seen of the numbers below them. */
    private static final double SENTENCE_AND_PEEK = 64;

    private final DevelopmentViewModel development;
    private final Selection selection;
    private final ObservableValue<Palette> palette;
    private final LossPanel losses = new LossPanel();
    private final PanelGrid grid = new PanelGrid();
    private final Label sentence = Parts.label("");
    private final Label legend = Parts.label("", "caption");
    private final NumbersPane numbers;
    private final VBox content = new VBox(GAP);
    private final ScrollPane main = new ScrollPane(content);
    private final StackPane panel = new StackPane();
    private List<ComponentPanel> panels = List.of();

    public DevelopmentView(
            DevelopmentViewModel development,
            Selection selection,
            ObservableValue<Palette> palette) {
        this.development = development;
        this.selection = selection;
        this.palette = palette;
        getStyleClass().add("development-view");
        setId("development");
        numbers = new NumbersPane(development);
        setTop(new VBox(new DevelopmentBar(development), new StageSlider(development)));
        losses.paletteProperty().bind(palette);
        sentence.setId("development-sentence");
        sentence.getStyleClass().add("strong");
        for (Label words : List.of(sentence, legend)) {
            words.setWrapText(true);
            words.setMinHeight(USE_PREF_SIZE);
        }
        content.getStyleClass().add("development-content");
        content.visibleProperty().bind(development.stateProperty().isNotNull());
        main.setFitToWidth(true);
        main.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        main.getStyleClass().add("plain-scroll");
        panel.getStyleClass().add("inspector");
        setCenter(new StackPane(main, message()));
        development
                .stateProperty()
                .addListener(
                        (o, before, now) -> {
                            make(now);
                            place();
                            show();
                        });
        development.choiceProperty().addListener((o, before, now) -> show());
        selection.selectedProperty().addListener((o, before, now) -> mark());
        selection.pinnedProperty().addListener((o, before, now) -> mark());
        widthProperty().addListener((o, before, now) -> place());
        main.viewportBoundsProperty().addListener((o, before, now) -> fit());
        make(development.stateProperty().get());
        place();
        show();
    }

    // ---- What there is to do where nothing is shown ----

    private Message message() {
        ObservableValue<String> words =
                Bindings.createStringBinding(
                        this::nothing,
                        development.stateProperty(),
                        development.messageProperty(),
                        development.samplingProperty());
        Button sample = Parts.button(Feather.PLAY, "Sample every checkpoint", development::sample);
        sample.setId("sample-checkpoints");
        sample.getStyleClass().addAll("accent", "tall");
        sample.textProperty()
                .bind(
                        development
                                .offerProperty()
                                .map(
                                        files ->
                                                files.begun() > 0
                                                        ? "Go on"
                                                        : "Sample every checkpoint")
                                .orElse("Sample every checkpoint"));
        Parts.showIf(
                sample,
                Bindings.createBooleanBinding(
                        () ->
                                development.offerProperty().get() != null
                                        && !development.isSampling(),
                        development.offerProperty(),
                        development.samplingProperty()));
        Button cancel = Parts.button(Feather.X, "Cancel", development::stop);
        cancel.setId("cancel-checkpoints");
        Parts.showIf(
                cancel,
                development.samplingProperty().map(now -> now.running() && !now.stopping()));
        return new Message(words, sample, cancel);
    }

    private String nothing() {
        if (development.stateProperty().get() != null) {
            return "";
        }
        CheckpointsJob.Content sampling = development.samplingProperty().get();
        if (sampling.running()) {
            return sampling.stopping()
                    ? "Stopping; what there is will be kept."
                    : sampling.words()
                            + (sampling.share() > 0
                                    ? ": "
                                            + NumberText.fixed(100 * sampling.share(), 0)
                                            + " % of everything."
                                    : "");
        }
        if (!sampling.failure().isEmpty()) {
            return sampling.failure();
        }
        return development.messageProperty().get().isEmpty()
                ? "Open a model to see how its structure developed over its training."
                : development.messageProperty().get();
    }

    // ---- Panels ----

    private void make(@Nullable DevelopmentState state) {
        List<ComponentPanel> made = new ArrayList<>();
        for (int c = 0; state != null && c < state.rows().size(); c++) {
            ComponentPanel each =
                    new ComponentPanel(
                            c,
                            state.rows().get(c).title(),
                            development::sharing,
                            development::selectComponent);
            each.paletteProperty().bind(palette);
            each.getStyleClass().add("development-panel");
            made.add(each);
        }
        panels = List.copyOf(made);
        grid.show(panels);
        mark();
    }

    private void show() {
        DevelopmentState state = development.stateProperty().get();
        DevelopmentChoice choice = development.choiceProperty().get();
        losses.show(state, choice);
        panels.forEach(each -> each.show(state, choice));
        if (state != null) {
            sentence.setText(state.largestChange(choice.pattern()));
            legend.setText(legend(state, choice));
        }
    }

    private static String legend(DevelopmentState state, DevelopmentChoice choice) {
        return switch (choice.quantity()) {
            case RESPONSE ->
                    "χ (fluctuation) on "
                            + state.table().patterns().get(choice.pattern())
                            + ", ± 2 standard errors; hollow points are within these of 0."
                            + (choice.inductionScore() && state.table().scored()
                                    ? " Thin grey line: prefix-matching score, on the right."
                                    : "");
            case LAMBDA ->
                    "Learning coefficient of each component's restricted ensemble, ± 2 standard"
                            + " errors.";
            case PREFIX_MATCHING ->
                    "Mean attention to the token after the previous occurrence of the present one,"
                            + " on repeated random sequences.";
            case PREVIOUS_TOKEN -> "Mean attention to the position before.";
        };
    }

    private void mark() {
        String a = component(selection.selectedProperty().get());
        String b = component(selection.pinnedProperty().get());
        DevelopmentState state = development.stateProperty().get();
        for (int c = 0; state != null && c < panels.size(); c++) {
            String name = state.rows().get(c).name();
            panels.get(c)
                    .mark(
                            name.equals(a)
                                    ? ComponentPanel.Mark.SELECTED
                                    : name.equals(b)
                                            ? ComponentPanel.Mark.PINNED
                                            : ComponentPanel.Mark.NONE);
        }
    }

    private static String component(@Nullable CellName cell) {
        return cell == null ? "" : cell.component();
    }

    // ---- Layout ----

    /** The numbers stand beside the panels where there is room, else below them. */
    private void place() {
        boolean shown = development.stateProperty().get() != null;
        boolean beside = shown && getWidth() >= PANEL_FROM;
        if (beside == (getRight() != null) && !content.getChildren().isEmpty()) {
            fit();
            return;
        }
        content.getChildren().clear();
        panel.getChildren().clear();
        numbers.tell(beside);
        if (beside) {
            ScrollPane scroll = new ScrollPane(numbers);
            scroll.setFitToWidth(true);
            scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
            panel.getChildren().add(scroll);
            content.getChildren().addAll(losses, legend, grid);
        } else {
            HBox below = new HBox(numbers);
            below.setAlignment(Pos.TOP_LEFT);
            numbers.setMinWidth(0);
            numbers.setMaxWidth(480);
            HBox.setHgrow(numbers, Priority.ALWAYS);
            content.getChildren().addAll(sentence, losses, legend, grid, below);
        }
        setRight(beside ? panel : null);
        fit();
    }

    /** Panels fill what is in sight, within what is good to read. */
    private void fit() {
        double height = main.getViewportBounds().getHeight();
        double width = main.getViewportBounds().getWidth();
        int rows = 1 + Math.max(1, grid.rows(width - 2 * 24));
        double others = AROUND + rows * GAP + (getRight() == null ? SENTENCE_AND_PEEK : 0);
        double each = (height - others) / rows;
        double highest = rows > 3 ? HIGHEST_IN_ROWS : HIGHEST_PANEL;
        double panelHeight = Math.rint(Math.clamp(each, LOWEST_PANEL, highest));
        grid.setPanelHeight(panelHeight);
        losses.setMinHeight(panelHeight);
        losses.setPrefHeight(panelHeight);
        losses.setMaxHeight(panelHeight);
    }
}
