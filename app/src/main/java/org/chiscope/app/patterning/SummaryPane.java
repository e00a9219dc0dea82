package org.chiscope.app.patterning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import javafx.beans.value.ObservableValue;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.selection.Selection;
import org.chiscope.app.theme.Palette;
import org.chiscope.experiment.Verification;
import org.chiscope.patterning.Solution;
import org.chiscope.response.Estimate;
import org.jspecify.annotations.Nullable;

/** What was asked for and what the data would do, in words and numbers. */
final class SummaryPane extends StackPane {
    private static final int MOST_ROWS = 6;
    private static final int MOST_PATTERNS = 8;

    private final ObservableValue<@Nullable PatterningState> state;
    private final ObservableValue<Palette> palette;
    private final VBox sections = new VBox();
    private final RowsMatrix matrix;

    SummaryPane(
            ObservableValue<@Nullable PatterningState> state,
            Selection selection,
            ObservableValue<Palette> palette) {
        this.state = state;
        this.matrix = new RowsMatrix(selection, palette);
        this.palette = palette;
        getStyleClass().add("inspector");
        setId("patterning-summary");
        ScrollPane scroll = new ScrollPane(sections);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        getChildren().add(scroll);
        state.addListener((o, before, now) -> show());
        palette.addListener((o, before, now) -> show());
        show();
    }

    private void show() {
        PatterningState shown = state.getValue();
        sections.getChildren().clear();
        if (shown == null) {
            return;
        }
        if (!shown.hasTarget()) {
            sections.getChildren()
                    .add(
                            Parts.section(
                                    title("No target yet"),
                                    words(
                                            "Drag a handle to the change that you want of a"
                                                    + " component, or take a ready-made target from"
                                                    + " More of. The data perturbation that would make"
                                                    + " it appears at once.")));
            return;
        }
        sections.getChildren().add(head(shown));
        sections.getChildren().add(rows(shown));
        sections.getChildren().add(patterns(shown));
        matrix.show(shown);
        sections.getChildren().add(matrix);
        sections.getChildren().add(data(shown));
    }

    private static Label title(String text) {
        Label label = Parts.label(text, "section-title");
        label.setWrapText(true);
        return label;
    }

    private static Label words(String text) {
        Label label = Parts.label(text);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        return label;
    }

    private static VBox head(PatterningState shown) {
        List<PatterningState.Row> wanted = wanted(shown);
        Solution solution = shown.solution();
        String name =
                wanted.size() <= 3
                        ? wanted.stream()
                                .map(PatterningState.Row::title)
                                .collect(Collectors.joining(", "))
                        : wanted.size() + " components";
        Estimate reached = solution.reached();
        VBox section = Parts.section(title(name));
        if (Double.isFinite(reached.value())) {
            int decimals =
                    NumberText.decimals(100 * reached.value(), 100 * reached.monteCarloError());
            HBox number =
                    new HBox(
                            8,
                            Parts.label(
                                    NumberText.fixed(100 * reached.value(), Math.min(1, decimals))
                                            + " %",
                                    "big-number"),
                            Parts.label(
                                    Double.isNaN(reached.monteCarloError())
                                            ? "of the target reached"
                                            : "± "
                                                    + NumberText.fixed(
                                                            100 * reached.monteCarloError(),
                                                            Math.min(1, decimals))
                                                    + " %  of the target reached",
                                    "muted"));
            number.setAlignment(Pos.BASELINE_LEFT);
            section.getChildren().add(number);
        }
        section.getChildren().add(words(sentence(shown, wanted)));
        String why = shown.refusal().isEmpty() ? solution.whyZero() : shown.refusal();
        if (!why.isEmpty()) {
            Label notice = Parts.label(why, "notice", "warning");
            notice.setWrapText(true);
            notice.setMinHeight(USE_PREF_SIZE);
            notice.setMaxWidth(Double.MAX_VALUE);
            section.getChildren().add(notice);
        }
        return section;
    }

    private static List<PatterningState.Row> wanted(PatterningState shown) {
        return shown.rows().stream()
                .filter(PatterningState.Row::targeted)
                .sorted(Comparator.comparingDouble(row -> -Math.abs(row.change())))
                .toList();
    }

    /** What is asked for, and which rows cannot be held. */
    private static String sentence(PatterningState shown, List<PatterningState.Row> wanted) {
        int exponent = NumberText.exponent(Math.abs(wanted.getFirst().change()));
        double unit = Math.pow(10, exponent);
        String size = NumberText.unit(exponent, shown.unit());
        String changes =
                wanted.stream()
                        .limit(3)
                        .map(
                                row ->
                                        (row.change() > 0 ? "raise ⟨φ⟩ of " : "lower ⟨φ⟩ of ")
                                                + row.label()
                                                + " by "
                                                + NumberText.plain(Math.abs(row.change()) / unit))
                        .collect(Collectors.joining(", "));
        String more = wanted.size() > 3 ? " and change " + (wanted.size() - 3) + " others" : "";
        String others =
                wanted.size() == shown.rows().size()
                        ? "."
                        : shown.holds() ? ", all else unchanged." : ", all else free.";
        String text =
                Character.toUpperCase(changes.charAt(0))
                        + changes.substring(1)
                        + (size.isEmpty() ? "" : " " + size)
                        + more
                        + others;
        if (!shown.holds()) {
            return text;
        }
        List<String> moving = new ArrayList<>();
        for (PatterningState.Row row : shown.rows()) {
            Estimate predicted = row.predicted();
            boolean large =
                    Math.abs(predicted.value()) > 0.1 * Math.abs(wanted.getFirst().change());
            if (!row.targeted() && !predicted.isNoise() && large) {
                moving.add(row.label());
            }
        }
        if (moving.isEmpty()) {
            return text;
        }
        String names = String.join(", ", moving.subList(0, Math.min(4, moving.size())));
        return text
                + " "
                + names
                + (moving.size() > 4 ? " and " + (moving.size() - 4) + " others" : "")
                + " cannot be held: the same patterns move them.";
    }

    private static VBox rows(PatterningState shown) {
        List<PatterningState.Row> wanted = wanted(shown);
        double largest = 0;
        for (PatterningState.Row row : wanted) {
            largest = Math.max(largest, Math.abs(row.change()));
        }
        int exponent = NumberText.exponent(largest);
        double unit = Math.pow(10, exponent);
        GridPane grid = grid(4);
        grid.add(caption("target"), 1, 0);
        grid.add(caption("predicted"), 2, 0);
        Label reweighted = caption("re-weighted");
        Parts.explain(
                reweighted,
                "The change that the draws show when they are weighed as the perturbed data would"
                        + " weigh them: beyond first order, but only as far as the draws reach.");
        grid.add(reweighted, 3, 0);
        int line = 1;
        for (PatterningState.Row row : wanted.subList(0, Math.min(MOST_ROWS, wanted.size()))) {
            grid.add(Parts.label(row.label(), "number", "strong"), 0, line);
            grid.add(number(signed(row.change() / unit, 2)), 1, line);
            grid.add(number(withError(row.predicted(), unit)), 2, line);
            grid.add(number(withError(row.reweighted(), unit)), 3, line);
            line++;
        }
        String size = NumberText.unit(exponent, shown.unit());
        String beyond =
                wanted.size() > MOST_ROWS ? " The " + MOST_ROWS + " largest are listed." : "";
        return Parts.section(
                grid,
                words(
                        (size.isEmpty() ? "" : "In " + size.replace("× ", "") + ". ")
                                + "Errors hold the perturbation fixed."
                                + beyond
                                + lambda(shown, wanted.getFirst())
                                + sample(shown)));
    }

    /** The same as a change of the local learning coefficient; empty where it is none. */
    private static String lambda(PatterningState shown, PatterningState.Row row) {
        return !shown.tellsLambda()
                ? ""
                : " Δλ = nβ Δ⟨φ⟩: "
                        + withError(shown.answer().lambda(row.predicted()), 1)
                        + " for "
                        + row.label()
                        + ".";
    }

    /** How far the re-weighted draws reach; empty where there is nothing to be wary of. */
    private static String sample(PatterningState shown) {
        double size = shown.answer().leastEffectiveSampleSize();
        return shown.solution().isZero() || !Double.isFinite(size)
                ? ""
                : " Re-weighted, the draws of a row count for at least "
                        + NumberText.count(Math.round(size))
                        + (size < Verification.LEAST_SAMPLE ? ", too few to rely on." : ".");
    }

    private VBox patterns(PatterningState shown) {
        List<PatterningState.Column> used =
                shown.columns().stream()
                        .filter(column -> column.strength().value() != 0)
                        .sorted(
                                Comparator.comparingDouble(
                                        column ->
                                                -Math.abs(
                                                        column.strength().value()
                                                                / Math.max(
                                                                        1e-300,
                                                                        safe(
                                                                                column.strength()
                                                                                        .monteCarloError())))))
                        .toList();
        long recruited = used.stream().filter(PatterningState.Column::recruited).count();
        HBox head =
                new HBox(
                        8,
                        title(shown.fields() ? "Fields" : "Recruited patterns"),
                        Parts.spacer(),
                        Parts.label(
                                recruited + " of " + shown.columns().size() + " beyond 2 se",
                                "muted"));
        head.setAlignment(Pos.BASELINE_LEFT);
        double largest = 0;
        for (PatterningState.Column column : used) {
            largest = Math.max(largest, Math.abs(column.strength().value()));
        }
        int exponent = NumberText.exponent(largest);
        double unit = Math.pow(10, exponent);
        GridPane grid = grid(3);
        grid.add(
                caption(
                        "dh"
                                + (exponent == 0
                                        ? ""
                                        : ", " + NumberText.power(exponent).replace("× ", ""))),
                1,
                0);
        if (!shown.fields()) {
            Label tokens = caption("examples");
            Parts.explain(
                    tokens,
                    "By how much the pattern's own examples are weighted up or down by its h alone;"
                            + " examples that the data do not have are new.");
            grid.add(tokens, 2, 0);
        }
        int line = 1;
        for (PatterningState.Column column :
                used.subList(0, Math.min(MOST_PATTERNS, used.size()))) {
            boolean less = column.strength().value() < 0;
            Label name = Parts.label((less ? "Less " : "More ") + column.name());
            if (column.recruited()) {
                name.getStyleClass().add("strong");
            }
            Rectangle mark = new Rectangle(8, 8, palette.getValue().colour(column.tint()));
            name.setGraphic(mark);
            grid.add(name, 0, line);
            grid.add(number(withError(column.strength(), unit)), 1, line);
            if (!shown.fields()) {
                // h (1/n_k − 1/n) over 1/n, with n/n_k − 1 = −1/least
                double share = -column.strength().value() / column.least();
                String words = Double.isFinite(share) ? signed(100 * share, 0) + " %" : "new";
                grid.add(number(words), 2, line);
            }
            line++;
        }
        return Parts.section(head, grid);
    }

    private static double safe(double error) {
        return Double.isNaN(error) ? 1 : error;
    }

    private static VBox data(PatterningState shown) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(
                words(
                        shown.fields()
                                ? "Fields are added to the energy; nothing limits them but linear"
                                        + " response."
                                : "To raise ⟨φ⟩, the data show less of what a component expresses"
                                        + " (χ < 0, blue) and more of what it suppresses, as far as the"
                                        + " held rows allow."));
        if (!shown.leftOut().isEmpty()) {
            nodes.add(
                    words("Without values, left out: " + String.join(", ", shown.leftOut()) + "."));
        }
        VBox section = Parts.section(nodes.toArray(Node[]::new));
        section.getChildren().forEach(node -> node.getStyleClass().add("muted"));
        return section;
    }

    private static GridPane grid(int columns) {
        GridPane grid = new GridPane();
        grid.setHgap(10);
        grid.setVgap(2);
        for (int c = 0; c < columns; c++) {
            ColumnConstraints constraints = new ColumnConstraints();
            if (c == 0) {
                constraints.setHgrow(Priority.ALWAYS);
                constraints.setMinWidth(60);
            } else {
                constraints.setHalignment(HPos.RIGHT);
                constraints.setMinWidth(USE_PREF_SIZE);
            }
            grid.getColumnConstraints().add(constraints);
        }
        return grid;
    }

    private static Label caption(String text) {
        return Parts.label(text, "caption");
    }

    private static Label number(String text) {
        Label label = Parts.label(text, "number");
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }

    private static String signed(double value, int decimals) {
        String text = NumberText.fixed(value, decimals);
        return value > 0 && text.chars().anyMatch(c -> c >= '1' && c <= '9') ? "+" + text : text;
    }

    private static String withError(Estimate estimate, double unit) {
        double error = estimate.monteCarloError() / unit;
        int decimals = Math.min(3, NumberText.decimals(estimate.value() / unit, error));
        return signed(estimate.value() / unit, decimals)
                + (Double.isNaN(error) ? "" : " ± " + NumberText.fixed(error, decimals));
    }
}
