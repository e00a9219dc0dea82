package org.chiscope.app.examples;

import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.chiscope.app.chart.DivergingMap;
import org.chiscope.app.chart.InputPicture;
import org.chiscope.app.chart.MatrixData;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.document.ComponentText;
import org.chiscope.app.document.ExampleTexts;
import org.chiscope.app.matrix.CellWords;
import org.chiscope.app.selection.CellName;
import org.chiscope.app.selection.Selection;
import org.chiscope.app.theme.Palette;
import org.chiscope.app.theme.Tint;
import org.chiscope.response.Estimate;
import org.jspecify.annotations.Nullable;

/** The selected example: its χ, where it stands, what the model expected, every component. */
final class ExamplePanel extends StackPane {
    private static final int AROUND = 90;
    private static final double GUESS_BAR = 110;
    private static final double PICTURE = 96;

    private final ExamplesViewModel examples;
    private final Selection selection;
    private final ObservableValue<@Nullable MatrixData> names;
    private final ObservableValue<Palette> palette;
    private final VBox sections = new VBox();
    private final Label empty =
            Parts.label("Select a token or an example to see what responds to it.", "muted");
    private final ComponentBars bars = new ComponentBars();

    ExamplePanel(
            ExamplesViewModel examples,
            Selection selection,
            ObservableValue<@Nullable MatrixData> names,
            ObservableValue<Palette> palette) {
        this.examples = examples;
        this.selection = selection;
        this.names = names;
        this.palette = palette;
        getStyleClass().add("inspector");
        setId("example-panel");
        empty.setWrapText(true);
        bars.paletteProperty().bind(palette);
        bars.setSelector(examples::chooseComponent);
        ScrollPane scroll = new ScrollPane(sections);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox words = new VBox(empty);
        words.setAlignment(Pos.CENTER);
        words.getStyleClass().add("inspector-empty");
        words.visibleProperty().bind(examples.detailProperty().isNull());
        getChildren().addAll(scroll, words);
        examples.detailProperty().addListener((o, before, now) -> show());
        examples.stateProperty().addListener((o, before, now) -> show());
        selection.pinnedProperty().addListener((o, before, now) -> show());
        palette.addListener((o, before, now) -> show());
    }

    private void show() {
        ExampleDetail detail = examples.detailProperty().get();
        ExamplesState state = examples.stateProperty().get();
        sections.getChildren().clear();
        if (detail == null || state == null || detail.example() >= state.texts().count()) {
            return;
        }
        int example = detail.example();
        sections.getChildren().addAll(head(state, example), about(state, example));
        if (!detail.guesses().isEmpty()) {
            sections.getChildren().add(expected(state, detail));
        }
        CellName pinned = selection.pinnedProperty().get();
        bars.show(
                detail,
                names.getValue(),
                state.component().name(),
                pinned == null ? "" : pinned.component());
        sections.getChildren().add(Parts.section(header("χ by component", "± se"), bars));
    }

    private VBox head(ExamplesState state, int example) {
        ExampleTexts texts = state.texts();
        String own =
                texts.tokens() == null ? texts.title(example) : texts.snippet(example, 0).own();
        Label title =
                Parts.label(
                        ComponentText.title(state.component()) + " × " + own.strip(),
                        "section-title");
        title.setWrapText(true);
        String[] parts = state.number(example).split(" ± ", 2);
        HBox number =
                new HBox(
                        8,
                        Parts.label(parts[0], "big-number"),
                        Parts.label(
                                (parts.length > 1 ? "± " + parts[1] + " " : "") + state.unit(),
                                "number",
                                "muted"));
        number.setAlignment(Pos.BASELINE_LEFT);
        Estimate estimate = new Estimate(state.value(example), state.error(example), Double.NaN, 0);
        Label sentence =
                Parts.label(
                        CellWords.sentence(estimate, state.reading())
                                .replace("the pattern", "this example"),
                        "sign-label");
        sentence.setWrapText(true);
        if (!estimate.isNoise() && Double.isFinite(estimate.value())) {
            Color colour =
                    DivergingMap.of(palette.getValue()).at(0.7 * Math.signum(estimate.value()));
            Rectangle square = new Rectangle(8, 8, colour);
            sentence.setGraphic(square);
            sentence.setGraphicTextGap(8);
        }
        return Parts.section(title, number, sentence);
    }

    private VBox about(ExamplesState state, int example) {
        ExampleTexts texts = state.texts();
        VBox section = Parts.section();
        int side = texts.pictureSide();
        if (side > 0) {
            InputPicture picture = new InputPicture(texts.input(example), side, PICTURE);
            picture.paletteProperty().bind(palette);
            section.getChildren().add(picture);
        }
        if (texts.tokens() != null) {
            ExampleTexts.Snippet snippet = texts.snippet(example, AROUND);
            Text own = text(snippet.own(), palette.getValue().text());
            own.setStyle("-fx-font-family: 'Inter Semi Bold'; -fx-underline: true;");
            TextFlow flow =
                    new TextFlow(
                            text("…" + snippet.before(), palette.getValue().muted()),
                            own,
                            text(snippet.after() + "…", palette.getValue().muted()));
            section.getChildren().add(flow);
        } else if (!texts.details(example).isEmpty()) {
            Label details = Parts.label(texts.details(example), "muted");
            details.setWrapText(true);
            section.getChildren().add(details);
        }
        FlowPane pills = new FlowPane(6, 6);
        for (String pattern : state.patterns(example)) {
            pills.getChildren().add(pill(pattern));
        }
        if (!pills.getChildren().isEmpty()) {
            section.getChildren().add(pills);
        }
        Label place =
                Parts.label(
                        texts.place(example)
                                + " · loss "
                                + NumberText.fixed(state.losses()[example], 2)
                                + " nats at w*",
                        "caption");
        place.setWrapText(true);
        section.getChildren().add(place);
        return section;
    }

    private static Text text(String words, Color colour) {
        Text text = new Text(words);
        text.setFill(colour);
        return text;
    }

    private Button pill(String pattern) {
        Tint tint = ExamplePage.tint(names.getValue(), pattern);
        Region dot = new Region();
        if (tint != null) {
            dot.setStyle(
                    "-fx-background-color: " + Palette.web(palette.getValue().colour(tint)) + ";");
        }
        dot.setMinSize(8, 8);
        dot.setMaxSize(8, 8);
        Button pill = new Button(pattern, dot);
        pill.getStyleClass().setAll("pattern-chip");
        pill.setOnAction(event -> examples.mark(pattern));
        Parts.explain(pill, "Mark the pattern " + pattern + " in the text.");
        return pill;
    }

    private VBox expected(ExamplesState state, ExampleDetail detail) {
        GridPane grid = new GridPane();
        grid.setHgap(10);
        grid.setVgap(3);
        String own = state.texts().ownText(detail.example());
        int line = 0;
        boolean expected = false;
        for (ExampleDetail.Guess guess : detail.guesses()) {
            boolean same = guess.text().equals(own);
            expected |= same;
            line(grid, line++, guess.text(), guess.loss(), same ? "strong" : "muted");
        }
        if (!expected) {
            line(grid, line, own, state.losses()[detail.example()], "strong");
        }
        return Parts.section(header("The model expects", "probability, loss in nats"), grid);
    }

    /** A token, its probability as a bar, and its loss. */
    private void line(GridPane grid, int line, String token, double loss, String style) {
        Label name = Parts.label(ExampleTexts.oneLine(token).replace(' ', '·'), "number", style);
        name.setMinWidth(110);
        name.setMaxWidth(110);
        Rectangle bar =
                new Rectangle(
                        Math.max(1, GUESS_BAR * Math.exp(-loss)),
                        8,
                        style.equals("strong")
                                ? palette.getValue().text()
                                : palette.getValue().faint());
        HBox room = new HBox(bar);
        room.setAlignment(Pos.CENTER_LEFT);
        room.setMinWidth(GUESS_BAR);
        grid.addRow(line, name, room, Parts.label(NumberText.fixed(loss, 2), "number", style));
    }

    private static HBox header(String words, String remark) {
        HBox row =
                new HBox(
                        8,
                        Parts.label(words, "section-title"),
                        Parts.spacer(),
                        Parts.label(remark, "muted"));
        row.setAlignment(Pos.BASELINE_LEFT);
        return row;
    }
}
