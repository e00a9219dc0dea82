package org.chiscope.app.inspector;

import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.document.Reading;
import org.chiscope.app.inspector.InspectorViewModel.Content;
import org.chiscope.app.inspector.InspectorViewModel.NamedNumber;
import org.chiscope.app.matrix.SignLabel;
import org.chiscope.app.theme.Palette;
import org.jspecify.annotations.Nullable;

/** The selected cell from its one number down to its draws. */
public final class InspectorView extends StackPane {
    private static final PseudoClass DRAWER = PseudoClass.getPseudoClass("drawer");

    private final ObservableValue<Palette> palette;
    private final Label title = Parts.label("", "section-title");
    private final Label value = Parts.label("", "big-number");
    private final Label error = Parts.label("", "number", "muted");
    private final SignLabel sentence = new SignLabel();
    private final GridPane numbers = new GridPane();
    private final GridPane ensemble = new GridPane();
    private final VBox cautions = new VBox(6);
    private final DrawScatter scatter = new DrawScatter();
    private final Label slope = Parts.label("", "caption");
    private final ChainIntervals intervals = new ChainIntervals();
    private final Label agreement = Parts.label("", "muted");
    private final LossTraces traces = new LossTraces();
    private final Label traced = Parts.label("", "section-title");
    private final Label restricted = Parts.label("", "muted");
    private final Label pattern = Parts.label("", "caption");
    private final VBox sections;
    private final VBox empty;

    public InspectorView(InspectorViewModel inspector, ObservableValue<Palette> palette) {
        this.palette = palette;
        getStyleClass().add("inspector");
        setId("inspector");
        intervals.paletteProperty().bind(palette);
        for (Label label : List.of(sentence, slope, pattern, title)) {
            label.setWrapText(true);
        }
        HBox number = new HBox(8, value, error);
        number.setAlignment(Pos.BASELINE_LEFT);
        HBox head = new HBox(8, Parts.label("A", "tag"), title);
        head.setAlignment(Pos.CENTER_LEFT);
        sections =
                new VBox(
                        Parts.section(head, number, sentence, cautions),
                        Parts.section(numbers, ensemble),
                        Parts.section(
                                header("φ against ΔL", Parts.label("one dot a draw", "muted")),
                                scatter,
                                slope),
                        Parts.section(header("Fluctuation by chain", agreement), intervals),
                        Parts.section(header(traced, restricted), traces),
                        Parts.section(header("Pattern", Parts.label("")), pattern));
        ScrollPane scroll = new ScrollPane(sections);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        empty = empty(inspector.emptyProperty());
        getChildren().addAll(scroll, empty);
        inspector.contentProperty().addListener((o, before, now) -> show(now));
        palette.addListener((o, before, now) -> show(inspector.contentProperty().get()));
        show(inspector.contentProperty().get());
    }

    /** Whether it lies over the matrix rather than beside it. */
    public void setDrawer(boolean drawer) {
        pseudoClassStateChanged(DRAWER, drawer);
    }

    private static VBox empty(ObservableValue<String> sentence) {
        Label words = Parts.label(sentence, "muted");
        words.setWrapText(true);
        VBox box = new VBox(words);
        box.setAlignment(Pos.CENTER);
        box.getStyleClass().add("inspector-empty");
        return box;
    }

    private static HBox header(String words, Label remark) {
        return header(Parts.label(words, "section-title"), remark);
    }

    private static HBox header(Label words, Label remark) {
        HBox row = new HBox(8, words, Parts.spacer(), remark);
        row.setAlignment(Pos.BASELINE_LEFT);
        return row;
    }

    private void show(@Nullable Content content) {
        empty.setVisible(content == null);
        sections.setVisible(content != null);
        if (content == null) {
            return;
        }
        title.setText(content.words().title());
        value.setText(content.words().value());
        error.setText(content.words().error());
        value.getParent().setVisible(!content.words().value().isEmpty());
        value.getParent().setManaged(!content.words().value().isEmpty());
        sentence.show(content.words(), palette.getValue());
        cautions.getChildren()
                .setAll(content.cautions().stream().map(InspectorView::caution).toList());
        cautions.setManaged(!content.cautions().isEmpty());

        list(numbers, content.parts());
        fill(ensemble, content.ensemble());

        scatter.show(content.draws());
        slope.setText(slope(content.draws(), content.fluctuation().monteCarloError()));
        intervals.show(content.draws(), content.fluctuation(), content.interval());
        agreement.setText(content.agreement());
        traces.show(content.draws());
        traced.setText(
                content.draws().reading() == Reading.COMPONENTS ? "Traces of L" : "Traces of φ");
        restricted.setText(content.restricted());
        pattern.setText(
                content.report().pattern().description()
                        + "\n"
                        + content.words().details().getLast());
    }

    private static String slope(DrawSeries draws, double error) {
        if (!Double.isFinite(draws.slope())) {
            return "The draws have not come yet.";
        }
        // The slope's error is the fluctuation's, with Var φ taken as known.
        double slopeError = error / draws.variance();
        int decimals = NumberText.decimals(draws.slope(), slopeError);
        return "Slope "
                + NumberText.fixed(draws.slope(), decimals)
                + (Double.isFinite(slopeError)
                        ? " ± " + NumberText.fixed(slopeError, decimals)
                        : "")
                + ": the susceptibility made visible, fluctuation = \u2212 slope × Var φ.";
    }

    private static Label caution(String sentence) {
        Label label = Parts.label(sentence, "notice", "warning");
        label.setWrapText(true);
        label.setMaxWidth(Double.MAX_VALUE);
        return label;
    }

    /** Names on the left, numbers on the right. */
    private static void list(GridPane grid, List<NamedNumber> shown) {
        grid.getChildren().clear();
        grid.getColumnConstraints().clear();
        ColumnConstraints names = new ColumnConstraints();
        names.setPercentWidth(30);
        grid.getColumnConstraints().add(names);
        for (int i = 0; i < shown.size(); i++) {
            Label name = Parts.label(shown.get(i).name(), "caption");
            Label number = Parts.label(shown.get(i).number(), "number");
            Parts.explain(name, shown.get(i).explanation());
            Parts.explain(number, shown.get(i).explanation());
            grid.add(name, 0, i);
            grid.add(number, 1, i);
        }
    }

    /** Names above numbers, side by side; what the numbers do not need is shared evenly. */
    private static void fill(GridPane grid, List<NamedNumber> shown) {
        grid.getChildren().clear();
        grid.getColumnConstraints().clear();
        grid.setHgap(12);
        for (int i = 0; i < shown.size(); i++) {
            ColumnConstraints column = new ColumnConstraints();
            column.setMinWidth(Region.USE_PREF_SIZE);
            column.setHgrow(Priority.ALWAYS);
            grid.getColumnConstraints().add(column);
            // Greek letters are symbols of estimates, in the symbols' own type.
            boolean symbol = shown.get(i).name().charAt(0) > 0x0370;
            Node name =
                    symbol
                            ? Parts.hat(shown.get(i).name(), "symbol")
                            : Parts.label(shown.get(i).name(), "caption");
            Label number = Parts.label(shown.get(i).number(), "number");
            Parts.explain(name, shown.get(i).explanation());
            Parts.explain(number, shown.get(i).explanation());
            grid.add(name, i, 0);
            grid.add(number, i, 1);
        }
    }
}
