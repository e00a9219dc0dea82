package org.chiscope.app.modes;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Insets;
import javafx.geometry.Point2D;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.layout.Background;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.CornerRadii;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.controls.Message;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.document.ExampleTexts;
import org.chiscope.app.selection.Selection;
import org.chiscope.app.theme.Palette;
import org.jspecify.annotations.Nullable;

/** The lower band: examples in a plane, with what explains them. */
final class MapBox extends VBox {
    /** Modes that are offered as the other axis, at most. */
    private static final int OFFERED = 12;

    private static final int WIDEST_TOOLTIP = 420;

    private final ModesViewModel modes;
    private final ModesControls controls;
    private final ObservableValue<Palette> palette;
    private final ExampleMapChart chart = new ExampleMapChart();
    private final MenuButton axes = new MenuButton();
    private final Label title = Parts.label("", "section-title");
    private final Label distortion = Parts.label("", "muted");
    private final FlowPane legend = new FlowPane(14, 2);
    private final HBox tooltipText = new HBox();
    private final Label tooltipTitle = Parts.label("", "caption");
    private final Label tooltipPatterns = Parts.label("", "caption");
    private final VBox tooltip = new VBox(2, tooltipText, tooltipTitle, tooltipPatterns);

    MapBox(
            ModesViewModel modes,
            ModesControls controls,
            Selection selection,
            ObservableValue<Palette> palette) {
        super(6);
        this.modes = modes;
        this.controls = controls;
        this.palette = palette;
        getStyleClass().add("modes-map");
        chart.paletteProperty().bind(palette);
        chart.setSelector(selection::selectExample);
        chart.setHoverer(this::explain);
        selection.exampleProperty().subscribe(chart::setSelected);
        selection.selectedProperty().subscribe(now -> tag(selection));
        selection.pinnedProperty().subscribe(now -> tag(selection));
        axes.setId("modes-axes");
        axes.getStyleClass().add("field-button");
        axes.setGraphic(Parts.label("Axes", "muted"));
        axes.setMinWidth(USE_PREF_SIZE);
        title.setMinWidth(60);
        Parts.explain(
                distortion,
                "Spearman's rank correlation of the distances between pairs of examples in the map"
                        + " with their distances over all components: 1 where the map keeps their"
                        + " order, 0 where it says nothing of them.");
        Node kinds =
                controls.segmented(
                        "map",
                        List.of(MapKind.values()),
                        MapKind::label,
                        ModesChoice::map,
                        kind -> modes.choose(choice -> choice.withMap(kind)));
        HBox head = new HBox(8, title, kinds, axes, Parts.spacer(), distortion);
        for (Node each : new Node[] {kinds, axes}) {
            Parts.showIf(each, modes.stateProperty().map(state -> !state.fields()));
        }
        head.setAlignment(Pos.CENTER_LEFT);
        tooltip.getStyleClass().add("cell-tooltip");
        tooltip.setId("modes-tooltip");
        tooltip.setMouseTransparent(true);
        tooltip.setManaged(false);
        tooltip.setVisible(false);
        tooltipPatterns.setWrapText(true);
        Pane over = new Pane(tooltip);
        over.setMouseTransparent(true);
        StackPane stack = new StackPane(chart, over, new Message(modes.mapMessageProperty()));
        Parts.showIf(chart, modes.mapProperty().map(map -> true));
        VBox.setVgrow(stack, Priority.ALWAYS);
        legend.setMinHeight(USE_PREF_SIZE);
        Label euclidean =
                Parts.label(
                        modes.stateProperty().map(ModeWords::caption).orElse(ModeWords.EUCLIDEAN),
                        "caption");
        euclidean.setId("modes-caption");
        euclidean.setWrapText(true);
        euclidean.setMinHeight(USE_PREF_SIZE);
        getChildren().addAll(head, stack, legend, euclidean);
        modes.mapProperty().subscribe(this::show);
        modes.textsProperty().subscribe(now -> show(modes.mapProperty().get()));
        modes.stateProperty().subscribe(now -> fillAxes());
        modes.choiceProperty().subscribe(now -> fillAxes());
        palette.subscribe(now -> fillLegend());
    }

    ExampleMapChart chart() {
        return chart;
    }

    private void tag(Selection selection) {
        var a = selection.selectedProperty().get();
        var b = selection.pinnedProperty().get();
        chart.setTagged(a == null ? "" : a.pattern(), b == null ? "" : b.pattern());
    }

    private void show(@Nullable ExampleMap map) {
        chart.show(map);
        explain(null);
        title.setText(
                (modes.isLanguage() ? "Tokens" : "Examples")
                        + (modes.choiceProperty().get().map() == MapKind.PCA
                                ? " on two components"
                                : " on two modes"));
        distortion.setText(
                map == null || Double.isNaN(map.correlation())
                        ? ""
                        : NumberText.count(map.dots().size())
                                + " of "
                                + NumberText.count(map.examples())
                                + " · distances kept "
                                + NumberText.fixed(map.correlation(), 2));
        fillLegend();
    }

    /** Pairs of the mode that is looked at and another one. */
    private void fillAxes() {
        ModesState state = modes.stateProperty().get();
        int count = state == null ? 0 : state.modes().count();
        if (count < 2) {
            axes.setDisable(true);
            return;
        }
        int first = modes.mode();
        List<Integer> others =
                IntStream.range(0, Math.min(count, OFFERED))
                        .filter(i -> i != first)
                        .boxed()
                        .toList();
        axes.setDisable(modes.choiceProperty().get().map() == MapKind.PCA);
        axes.setText(words(first, modes.choiceProperty().get().partnerOf(count)));
        controls.fill(
                axes,
                others,
                other -> words(first, other),
                choice -> choice.partnerOf(count),
                other -> modes.choose(choice -> choice.withPartner(other)));
    }

    private static String words(int first, int second) {
        return "modes " + (first + 1) + ", " + (second + 1);
    }

    private void fillLegend() {
        legend.getChildren().clear();
        ExampleMap map = modes.mapProperty().get();
        if (map == null) {
            return;
        }
        for (ExampleMap.Family family : map.families()) {
            legend.getChildren()
                    .add(entry(family.name(), palette.getValue().colour(family.tint())));
        }
        if (map.dots().stream().anyMatch(dot -> dot.family() < 0)) {
            legend.getChildren().add(entry("no pattern", palette.getValue().faint()));
        }
        legend.getChildren().add(Parts.label("→ mean of a pattern's examples", "caption"));
    }

    private static Node entry(String words, Color colour) {
        Region swatch = new Region();
        swatch.setBackground(
                new Background(new BackgroundFill(colour, new CornerRadii(4), Insets.EMPTY)));
        swatch.setMinSize(8, 8);
        swatch.setMaxSize(8, 8);
        HBox entry = new HBox(6, swatch, Parts.label(words, "caption"));
        entry.setAlignment(Pos.CENTER_LEFT);
        return entry;
    }

    /** Words beside the dot under the pointer. */
    private void explain(@Nullable Integer example) {
        Point2D at = chart.hoveredPlace();
        tooltip.setVisible(example != null && at != null);
        if (example == null || at == null) {
            return;
        }
        ExampleTexts texts = modes.textsProperty().get();
        tooltipText.getChildren().setAll(SnippetLine.parts(modes.snippet(example)));
        tooltipTitle.setText(texts != null && modes.isLanguage() ? texts.place(example) : "");
        String patterns = modes.patternsOf(example).stream().collect(Collectors.joining(", "));
        tooltipPatterns.setText(patterns.isEmpty() ? "in no pattern" : patterns);
        boolean language = modes.isLanguage();
        tooltipTitle.setVisible(language);
        tooltipTitle.setManaged(language);
        tooltip.applyCss();
        double width = Math.min(tooltip.prefWidth(-1), Math.min(WIDEST_TOOLTIP, chart.getWidth()));
        double height = tooltip.prefHeight(width);
        double x =
                at.getX() + 10 + width <= chart.getWidth()
                        ? at.getX() + 10
                        : Math.max(0, at.getX() - 10 - width);
        double y = Math.clamp(at.getY() + 8, 0, Math.max(0, chart.getHeight() - height));
        tooltip.resizeRelocate(Math.rint(x), Math.rint(y), width, height);
    }
}
