package org.chiscope.app.examples;

import java.util.ArrayList;
import java.util.List;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Bounds;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.chiscope.app.chart.ColourBar;
import org.chiscope.app.chart.InputChart;
import org.chiscope.app.chart.MatrixData;
import org.chiscope.app.chart.TokenChart;
import org.chiscope.app.controls.Choices;
import org.chiscope.app.controls.Message;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.document.ComponentText;
import org.chiscope.app.selection.Selection;
import org.chiscope.app.theme.Palette;
import org.chiscope.response.Part;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The Examples perspective: what a component responds to, in the data's own words. */
public final class ExamplesView extends BorderPane {
    /** Below this width of the view its right panel gives way. */
    private static final double PANEL_FROM = 1140;

    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

    private final ExamplesViewModel examples;
    private final ObservableValue<@Nullable MatrixData> names;
    private final ObservableValue<Palette> palette;
    private final TokenChart text = new TokenChart();
    private final InputChart inputs = new InputChart();
    private final StackPane charts = new StackPane(text, inputs);
    private final ScrollPane page = new ScrollPane(charts);
    private final ColourBar colours = new ColourBar();
    private final StrengthList strongest;
    private final ExamplePanel panel;
    private final ExampleTooltip tooltip = new ExampleTooltip();
    private final MenuButton component = new MenuButton();
    private final HBox chips = new HBox(6);
    private final ScrollPane chipRoom = new ScrollPane(chips);
    private final Label pageWords = Parts.label("", "muted");
    private final Button back;
    private final Button on;
    private final StackPane middle;

    /**
     * @param names rows and columns as the matrix calls and colours them
     */
    public ExamplesView(
            ExamplesViewModel examples,
            Selection selection,
            ObservableValue<@Nullable MatrixData> names,
            ObservableValue<Palette> palette) {
        this.examples = examples;
        this.names = names;
        this.palette = palette;
        getStyleClass().add("examples-view");
        setId("examples");
        text.setId("examples-text");
        inputs.setId("examples-inputs");
        strongest = new StrengthList(examples, selection, palette);
        panel = new ExamplePanel(examples, selection, names, palette);
        back = Parts.iconButton(Feather.CHEVRON_LEFT, "Page before", () -> turn(-1));
        back.setId("examples-back");
        on = Parts.iconButton(Feather.CHEVRON_RIGHT, "Next page", () -> turn(1));
        on.setId("examples-on");
        text.paletteProperty().bind(palette);
        inputs.paletteProperty().bind(palette);
        colours.paletteProperty().bind(palette);
        colours.chosenLimitProperty().bindBidirectional(examples.limitProperty());
        text.selectedProperty().bindBidirectional(selection.exampleProperty());
        inputs.selectedProperty().bindBidirectional(selection.exampleProperty());
        text.hoveredProperty().addListener((o, before, now) -> hover(now));
        inputs.hoveredProperty().addListener((o, before, now) -> hover(now));
        charts.getStyleClass().add("examples-page");
        charts.setAlignment(Pos.TOP_LEFT);
        page.setFitToWidth(true);
        page.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        page.getStyleClass().add("plain-scroll");
        VBox left = new VBox(strongest, new OwnTextBox(examples));
        left.getStyleClass().add("examples-left");
        VBox.setVgrow(strongest, Priority.ALWAYS);
        HBox key = new HBox(colours);
        HBox.setHgrow(colours, Priority.ALWAYS);
        key.getStyleClass().add("examples-key");
        BorderPane content = new BorderPane(page, null, null, key, left);
        middle = new StackPane(content, tooltip, new Message(examples.messageProperty()));
        content.visibleProperty().bind(examples.stateProperty().isNotNull());
        setTop(new VBox(bar(), patternBar()));
        setCenter(middle);

        examples.stateProperty().addListener((o, before, now) -> showAll());
        examples.onlyMarkedProperty().addListener((o, before, now) -> restart());
        examples.orderProperty().addListener((o, before, now) -> restart());
        examples.noiseColouredProperty().addListener((o, before, now) -> showPage());
        examples.limitProperty().addListener((o, before, now) -> showPage());
        examples.firstUnitProperty()
                .addListener(
                        (o, before, now) -> {
                            showPage();
                            page.setVvalue(0);
                        });
        examples.own()
                .shownProperty()
                .addListener(
                        (o, before, now) -> {
                            showPage();
                            page.setVvalue(0);
                        });
        examples.guessesProperty().addListener((o, before, now) -> explain());
        selection.selectedProperty().addListener((o, before, now) -> mark());
        selection.exampleProperty().addListener((o, before, now) -> reveal(now));
        names.addListener((o, before, now) -> showNames(before, now));
        palette.addListener((o, before, now) -> showAll());
        widthProperty().addListener((o, before, now) -> place());
        showNames(null, names.getValue());
        showAll();
    }

    private void place() {
        boolean wide = getWidth() >= PANEL_FROM && examples.stateProperty().get() != null;
        setRight(wide ? panel : null);
    }

    // ---- The bars ----

    private Node bar() {
        component.setId("examples-component");
        component.getStyleClass().add("field-button");
        component.setGraphic(Parts.label("Component", "muted"));
        MenuButton order =
                Choices.menu(
                        "Order",
                        examples.orderProperty(),
                        List.of(ExampleOrder.values()),
                        ExampleOrder::label);
        order.setId("examples-order");
        Parts.showIf(order, examples.stateProperty().map(state -> state.texts().tokens() == null));
        CheckBox noise = new CheckBox("Colour noise too");
        noise.selectedProperty().bindBidirectional(examples.noiseColouredProperty());
        Parts.explain(
                noise,
                "Otherwise what lies within two Monte-Carlo standard errors of 0 is hatched and not"
                        + " coloured. Of many examples, 1 in 20 lies beyond by chance.");
        HBox bar =
                new HBox(
                        8,
                        component,
                        Choices.segmented(
                                "examples-part",
                                examples.partProperty(),
                                List.of(Part.values()),
                                Part::label),
                        order,
                        noise,
                        Parts.spacer(),
                        back,
                        pageWords,
                        on);
        for (Node node : bar.getChildren()) {
            if (node instanceof Region region && node != noise) {
                region.setMinWidth(Region.USE_PREF_SIZE);
            }
        }
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("perspective-bar");
        return bar;
    }

    private Node patternBar() {
        ScrollPane scroll = chipRoom;
        chips.setAlignment(Pos.CENTER_LEFT);
        chips.getStyleClass().add("pattern-chips");
        scroll.setFitToHeight(true);
        scroll.setVbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setPannable(true);
        scroll.addEventFilter(
                ScrollEvent.SCROLL,
                event -> {
                    double beyond = chips.getWidth() - scroll.getViewportBounds().getWidth();
                    if (beyond > 0 && event.getDeltaX() == 0) {
                        scroll.setHvalue(scroll.getHvalue() - event.getDeltaY() / beyond);
                        event.consume();
                    }
                });
        chips.widthProperty().addListener((o, before, now) -> Platform.runLater(this::mark));
        scroll.getStyleClass().add("plain-scroll");
        HBox.setHgrow(scroll, Priority.ALWAYS);
        HBox which =
                Choices.segmented(
                        "examples-which",
                        examples.onlyMarkedProperty(),
                        List.of(false, true),
                        only -> only ? "Only" : "Mark");
        Parts.explain(
                which, "Mark underlines the pattern that is selected; Only leaves the others out.");
        HBox bar = new HBox(12, which, scroll);
        which.setMinWidth(Region.USE_PREF_SIZE);
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("perspective-bar");
        bar.visibleProperty().bind(examples.stateProperty().isNotNull());
        bar.managedProperty().bind(examples.stateProperty().isNotNull());
        return bar;
    }

    private void showNames(@Nullable MatrixData before, @Nullable MatrixData now) {
        if (now == null
                || (before != null
                        && before.columns().equals(now.columns())
                        && before.rows().size() == now.rows().size()
                        && !component.getItems().isEmpty())) {
            return;
        }
        List<MenuItem> items = new ArrayList<>();
        for (MatrixData.Row row : now.rows()) {
            MenuItem item = new MenuItem(row.label());
            item.setOnAction(event -> examples.chooseComponent(row.name()));
            items.add(item);
        }
        component.getItems().setAll(items);
        chips.getChildren().clear();
        for (MatrixData.Column column : now.columns()) {
            Region dot = new Region();
            dot.styleProperty()
                    .bind(
                            Bindings.createStringBinding(
                                    () ->
                                            "-fx-background-color: "
                                                    + Palette.web(
                                                            palette.getValue()
                                                                    .colour(column.tint()))
                                                    + ";",
                                    palette));
            dot.setMinSize(8, 8);
            dot.setMaxSize(8, 8);
            Button chip = new Button(column.name(), dot);
            chip.getStyleClass().setAll("pattern-chip");
            chip.setUserData(column.name());
            chip.setMinWidth(Region.USE_PREF_SIZE);
            chip.setOnAction(event -> examples.mark(column.name()));
            chips.getChildren().add(chip);
        }
        mark();
    }

    /** Chips that have no room are reached by the wheel, and by being chosen elsewhere. */
    private void bringIntoView(Node chip) {
        double room = chipRoom.getViewportBounds().getWidth();
        double beyond = chips.getWidth() - room;
        if (beyond > 0) {
            Bounds at = chip.getBoundsInParent();
            double left = chipRoom.getHvalue() * beyond;
            if (at.getMinX() < left || at.getMaxX() > left + room) {
                chipRoom.setHvalue(Math.clamp((at.getCenterX() - room / 2) / beyond, 0, 1));
            }
        }
    }

    private void turn(int pages) {
        ExamplesState state = examples.stateProperty().get();
        if (state != null) {
            ExamplePage now = ExamplePage.of(examples, state);
            int last = Math.max(0, examples.units().length - 1);
            examples.firstUnitProperty()
                    .set(Math.clamp(now.first() + (long) pages * now.size(), 0, last));
        }
    }

    // ---- What is shown ----

    private void restart() {
        Integer example = text.selectedProperty().get();
        examples.firstUnitProperty().set(0);
        if (example != null && examples.wanted().test(example)) {
            examples.goTo(example);
        }
        strongest.show(examples.stateProperty().get());
        showPage();
    }

    /** Another pattern is marked. */
    private void mark() {
        String marked = examples.marked();
        for (Node chip : chips.getChildren()) {
            boolean chosen = marked.equals(chip.getUserData());
            chip.pseudoClassStateChanged(CHOSEN, chosen);
            if (chosen) {
                bringIntoView(chip);
            }
        }
        if (examples.onlyMarkedProperty().get()) {
            restart();
        } else {
            showPage();
        }
    }

    private void showAll() {
        ExamplesState state = examples.stateProperty().get();
        if (state != null) {
            component.setText(ComponentText.label(state.component()));
        }
        strongest.show(state);
        showPage();
        place();
    }

    private void showPage() {
        ExamplesState state = examples.stateProperty().get();
        tooltip.setVisible(false);
        if (state == null) {
            text.dataProperty().set(null);
            inputs.dataProperty().set(null);
            return;
        }
        ExamplePage shown = ExamplePage.of(examples, state);
        boolean tokens = state.texts().tokens() != null;
        text.setVisible(tokens);
        text.setManaged(tokens);
        inputs.setVisible(!tokens);
        inputs.setManaged(!tokens);
        text.dataProperty().set(shown.text(names.getValue(), examples.own().shownProperty().get()));
        inputs.dataProperty().set(shown.tiles());
        String noun = tokens ? "token" : "example";
        colours.setNoun(noun);
        colours.dataProperty()
                .set(
                        new MatrixData(
                                List.of(),
                                List.of(),
                                List.of(),
                                shown.range(),
                                new MatrixData.Quantity(
                                        "χ",
                                        state.reading().squareUnit(),
                                        state.reading().negative().replace("pattern", noun),
                                        state.reading().positive().replace("pattern", noun)),
                                ""));
        pageWords.setText(shown.words());
        back.setDisable(shown.first() == 0);
        on.setDisable(!shown.hasNext());
    }

    /** Scrolls to the selected token, if it is on the page. */
    private void reveal(@Nullable Integer example) {
        Bounds at = example == null ? null : text.bounds(example);
        double room = page.getViewportBounds().getHeight();
        double high = charts.getHeight();
        if (at != null && high > room) {
            double top = page.getVvalue() * (high - room);
            if (at.getMinY() < top || at.getMaxY() + 40 > top + room) {
                page.setVvalue(Math.clamp((at.getMinY() - room / 3) / (high - room), 0, 1));
            }
        }
    }

    private void hover(@Nullable Integer example) {
        examples.hoveredProperty().set(example);
        explain();
    }

    private void explain() {
        Integer example = examples.hoveredProperty().get();
        ExamplesState state = examples.stateProperty().get();
        Bounds box = example == null ? null : text.bounds(example);
        tooltip.setVisible(box != null && state != null);
        if (box == null || state == null || example == null) {
            return;
        }
        OwnTextViewModel.Shown own = examples.own().shownProperty().get();
        int token = ExamplePage.ownToken(example);
        if (token < 0) {
            tooltip.show(state, example, examples.guessesProperty().get());
        } else if (own != null) {
            tooltip.showOwn(state, own, token);
        }
        tooltip.applyCss();
        Bounds at = middle.sceneToLocal(text.localToScene(box));
        double width = Math.min(340, tooltip.prefWidth(-1));
        double height = tooltip.prefHeight(width);
        double x = Math.clamp(at.getMinX(), 8, Math.max(8, middle.getWidth() - width - 8));
        double below = at.getMaxY() + 8;
        double y = below + height < middle.getHeight() ? below : at.getMinY() - 8 - height;
        tooltip.resizeRelocate(Math.rint(x), Math.rint(Math.max(0, y)), width, height);
    }
}
