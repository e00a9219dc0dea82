package org.chiscope.app.patterning;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.chart.PaintedRegion;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.theme.Palette;
import org.chiscope.experiment.PatternAnswer;
import org.chiscope.experiment.Verification;
import org.chiscope.response.Estimate;
import org.jspecify.annotations.Nullable;

/** The panel as one picture, drawn by its own charts: target, perturbation, scree, verification. */
public final class PatterningFigure extends VBox {
    private static final double COLUMN = 400;

    /**
     * @param verified what sampling again has shown, or null
     */
    public PatterningFigure(
            PatternAnswer answer, Verification.@Nullable Progress verified, Palette palette) {
        super(4);
        getStyleClass().add("figure");
        PatterningState state = PatterningState.of(answer, "", 1);
        TargetChart target = new TargetChart();
        PerturbationChart perturbation = new PerturbationChart();
        ScreeChart scree = new ScreeChart();
        for (PaintedRegion chart : List.of(target, perturbation, scree)) {
            chart.paletteProperty().set(palette);
        }
        target.show(state);
        perturbation.show(state);
        scree.show(state);
        scree.setPrefHeight(170);
        HBox columns =
                new HBox(
                        24,
                        column(part("Target and prediction", target)),
                        column(
                                part(state.fields() ? "Fields" : "Data perturbation", perturbation),
                                part("Singular values", scree)));
        if (verified != null) {
            VerifyChart chart = new VerifyChart();
            chart.paletteProperty().set(palette);
            chart.show(verified, state);
            chart.setPrefHeight(COLUMN);
            columns.getChildren().add(column(part("Verification" + slope(verified), chart)));
        }
        columns.getStyleClass().add("figure-columns");
        getChildren()
                .addAll(
                        Parts.label(answer.data().snapshot().experiment().name(), "section-title"),
                        columns);
    }

    private static String slope(Verification.Progress verified) {
        Estimate slope = verified.slope();
        double half = slope.halfWidth(0.95);
        if (!Double.isFinite(slope.value())) {
            return "";
        }
        int decimals = NumberText.decimals(slope.value(), half);
        return ": slope "
                + NumberText.fixed(slope.value(), decimals)
                + " ± "
                + NumberText.fixed(half, decimals);
    }

    private static VBox part(String title, Region chart) {
        VBox part = new VBox(2, Parts.label(title, "muted"), chart);
        part.setFillWidth(true);
        return part;
    }

    private static VBox column(VBox... parts) {
        VBox column = new VBox(14, parts);
        column.setAlignment(Pos.TOP_LEFT);
        column.setMinWidth(COLUMN);
        column.setPrefWidth(COLUMN);
        HBox.setHgrow(column, Priority.ALWAYS);
        return column;
    }
}
