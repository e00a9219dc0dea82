package org.chiscope.app.examples;

import java.util.Arrays;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Background;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.CornerRadii;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import org.chiscope.app.chart.DivergingMap;
import org.chiscope.app.chart.InputPicture;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.document.ComponentText;
import org.chiscope.app.document.ExampleTexts;
import org.chiscope.app.selection.Selection;
import org.chiscope.app.theme.Palette;
import org.jspecify.annotations.Nullable;

/** The examples that a component expresses and suppresses most; a click goes to one. */
final class StrengthList extends VBox {
    private static final int EACH = 12;
    private static final int AROUND = 18;
    private static final double PICTURE = 36;
    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

    private final ExamplesViewModel examples;
    private final Selection selection;
    private final ObservableValue<Palette> palette;
    private final Label count = Parts.label("", "muted");
    private final Label unit = Parts.label("", "caption");
    private final VBox rows = new VBox();

    StrengthList(
            ExamplesViewModel examples, Selection selection, ObservableValue<Palette> palette) {
        this.examples = examples;
        this.selection = selection;
        this.palette = palette;
        getStyleClass().add("strength-list");
        setId("strength-list");
        HBox head =
                new HBox(
                        8,
                        Parts.label("Strongest examples", "section-title"),
                        Parts.spacer(),
                        count);
        head.setAlignment(Pos.BASELINE_LEFT);
        VBox above = new VBox(2, head, unit);
        above.getStyleClass().add("strength-head");
        ScrollPane scroll = new ScrollPane(rows);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("plain-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(above, scroll);
        selection.exampleProperty().addListener((o, before, now) -> choose());
    }

    void show(@Nullable ExamplesState state) {
        rows.getChildren().clear();
        count.setText("");
        if (state == null) {
            return;
        }
        int all = (int) Arrays.stream(state.ascending()).filter(examples.wanted()).count();
        count.setText(
                NumberText.count(all) + (state.texts().tokens() != null ? " tokens" : " examples"));
        unit.setText("χ ± se in " + state.unit().replace("× ", "") + ", loss in nats");
        String component = ComponentText.label(state.component());
        add(state, "Expressed most by " + component, -1, state.lowest(EACH, examples.wanted()));
        add(state, "Suppressed most by " + component, 1, state.highest(EACH, examples.wanted()));
        choose();
    }

    private void add(ExamplesState state, String title, int sign, List<Integer> found) {
        Color colour = DivergingMap.of(palette.getValue()).at(0.75 * sign);
        Region square = new Region();
        square.setMinSize(8, 8);
        square.setMaxSize(8, 8);
        square.setBackground(
                new Background(new BackgroundFill(colour, new CornerRadii(1.5), Insets.EMPTY)));
        HBox head =
                new HBox(
                        8,
                        square,
                        Parts.label(title, "strong"),
                        Parts.spacer(),
                        Parts.label("loss", "caption"));
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("strength-group");
        rows.getChildren().add(head);
        if (found.isEmpty()) {
            Label none = Parts.label("None of those shown.", "caption");
            none.setPadding(new Insets(6, 16, 6, 24));
            rows.getChildren().add(none);
        }
        for (int example : found) {
            rows.getChildren().add(row(state, example));
        }
    }

    private Node row(ExamplesState state, int example) {
        ExampleTexts.Snippet snippet = state.texts().snippet(example, AROUND);
        Color fill =
                DivergingMap.of(palette.getValue())
                        .at(Math.clamp(state.value(example) / strongest(state), -1, 1));
        Label own = TokenLabel.of(snippet.own(), fill, palette.getValue());
        Label before = Parts.label(snippet.before(), "muted");
        Label after = Parts.label(snippet.after(), "muted");
        HBox text = new HBox(before, own, after);
        text.setAlignment(Pos.CENTER_LEFT);
        before.setMinWidth(0);
        before.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        own.setMinWidth(Region.USE_PREF_SIZE);
        Label number = Parts.label(state.number(example), "number", "small-number");
        Label where = Parts.label(where(state, example), "caption");
        Label loss =
                Parts.label(NumberText.fixed(state.losses()[example], 2), "number", "small-number");
        number.setMinWidth(Region.USE_PREF_SIZE);
        loss.setMinWidth(Region.USE_PREF_SIZE);
        where.setMinWidth(0);
        HBox numbers = new HBox(10, number, where, Parts.spacer(), loss);
        numbers.setAlignment(Pos.BASELINE_LEFT);
        VBox words = new VBox(2, text, numbers);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox both = new HBox(10, words);
        int side = state.texts().pictureSide();
        if (side > 0) {
            InputPicture picture = new InputPicture(state.texts().input(example), side, PICTURE);
            picture.paletteProperty().bind(palette);
            both.getChildren().addFirst(picture);
        }
        both.setMaxWidth(Double.MAX_VALUE);
        Button row = new Button("", both);
        row.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        row.getStyleClass().setAll("strength-row");
        row.setMaxWidth(Double.MAX_VALUE);
        row.setAccessibleText(
                snippet.before() + snippet.own() + snippet.after() + " " + state.number(example));
        row.setUserData(example);
        row.setOnAction(event -> examples.goTo(example));
        return row;
    }

    private static String where(ExamplesState state, int example) {
        var tokens = state.texts().tokens();
        return tokens == null
                ? state.texts().details(example)
                : state.texts().source(tokens.contextOf(example));
    }

    private static double strongest(ExamplesState state) {
        int[] order = state.ascending();
        double most =
                order.length == 0
                        ? 1
                        : Math.max(
                                Math.abs(state.value(order[0])),
                                Math.abs(state.value(order[order.length - 1])));
        return most > 0 ? most : 1;
    }

    private void choose() {
        Integer now = selection.exampleProperty().get();
        for (Node row : rows.getChildren()) {
            row.pseudoClassStateChanged(CHOSEN, now != null && now.equals(row.getUserData()));
        }
    }
}
