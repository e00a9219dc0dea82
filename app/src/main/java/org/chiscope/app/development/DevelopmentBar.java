package org.chiscope.app.development;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.chiscope.app.controls.Exports;
import org.chiscope.app.controls.Parts;
import org.kordamp.ikonli.feather.Feather;

/** What is shown of a development, and the way out as a table. */
final class DevelopmentBar extends HBox {
    private static final double LEAST_PATTERN = 90;

    private final DevelopmentViewModel development;

    DevelopmentBar(DevelopmentViewModel development) {
        super(8);
        this.development = development;
        getStyleClass().add("perspective-bar");
        setAlignment(Pos.CENTER_LEFT);
        MenuButton pattern = pattern();
        CheckBox induction =
                box(
                        "induction-score",
                        "Induction score",
                        "Draws the prefix-matching score of each head with χ, on an axis of its own"
                                + " on the right.",
                        DevelopmentChoice::inductionScore,
                        development::chooseInductionScore);
        Parts.showIf(induction, development.stateProperty().map(state -> state.table().scored()));
        Button export = Parts.button(Feather.DOWNLOAD, "Table, CSV …", () -> {});
        export.setId("export-development");
        export.setOnAction(event -> Exports.save(this, "development.csv", development::export));
        getChildren()
                .addAll(
                        pattern,
                        menu(
                                "development-quantity",
                                "Show",
                                DevelopmentState::quantities,
                                Quantity::label,
                                DevelopmentChoice::quantity,
                                development::chooseQuantity),
                        menu(
                                "development-spacing",
                                "Steps",
                                state -> List.of(StepScale.Spacing.values()),
                                StepScale.Spacing::label,
                                DevelopmentChoice::spacing,
                                development::chooseSpacing),
                        box(
                                "own-scales",
                                "Own scales",
                                "Gives each panel a vertical axis of its own; otherwise all share"
                                        + " one, and their sizes can be compared.",
                                DevelopmentChoice::ownScales,
                                development::chooseOwnScales),
                        induction,
                        Parts.spacer(),
                        export);
        for (Node node : getChildren()) {
            if (node instanceof Region region && node != pattern) {
                region.setMinWidth(USE_PREF_SIZE);
            }
        }
        pattern.setMinWidth(LEAST_PATTERN);
        getChildren()
                .forEach(
                        node -> {
                            if (node instanceof MenuButton || node == export) {
                                node.disableProperty().bind(development.stateProperty().isNull());
                            }
                        });
    }

    private MenuButton pattern() {
        return menu(
                "development-pattern",
                "Pattern",
                state -> IntStream.range(0, state.table().patterns().size()).boxed().toList(),
                this::patternName,
                DevelopmentChoice::pattern,
                development::choosePattern);
    }

    private String patternName(int place) {
        DevelopmentState shown = development.stateProperty().get();
        return shown == null || place >= shown.table().patterns().size()
                ? ""
                : shown.table().patterns().get(place);
    }

    /** A button that names itself and the value, with a menu of all that the data hold. */
    private <T> MenuButton menu(
            String id,
            String name,
            Function<DevelopmentState, List<T>> values,
            Function<T, String> label,
            Function<DevelopmentChoice, T> current,
            Consumer<T> chosen) {
        MenuButton menu = new MenuButton();
        menu.setId(id);
        menu.getStyleClass().add("field-button");
        menu.setGraphic(Parts.label(name, "muted"));
        ObservableValue<String> words =
                Bindings.createStringBinding(
                        () -> label.apply(current.apply(development.choiceProperty().get())),
                        development.choiceProperty(),
                        development.stateProperty());
        menu.textProperty().bind(words);
        development
                .stateProperty()
                .subscribe(
                        state -> {
                            menu.getItems().clear();
                            ToggleGroup group = new ToggleGroup();
                            for (T value : state == null ? List.<T>of() : values.apply(state)) {
                                RadioMenuItem item = new RadioMenuItem(label.apply(value));
                                item.setMnemonicParsing(false);
                                item.setUserData(value);
                                item.setToggleGroup(group);
                                item.setOnAction(event -> chosen.accept(value));
                                menu.getItems().add(item);
                            }
                        });
        menu.setOnShowing(
                event -> {
                    T now = current.apply(development.choiceProperty().get());
                    menu.getItems()
                            .forEach(
                                    item ->
                                            ((RadioMenuItem) item)
                                                    .setSelected(now.equals(item.getUserData())));
                });
        return menu;
    }

    private CheckBox box(
            String id,
            String words,
            String explanation,
            Function<DevelopmentChoice, Boolean> current,
            Consumer<Boolean> chosen) {
        CheckBox box = new CheckBox(words);
        box.setId(id);
        box.setOnAction(event -> chosen.accept(box.isSelected()));
        development.choiceProperty().subscribe(now -> box.setSelected(current.apply(now)));
        Parts.explain(box, explanation);
        return box;
    }
}
