package org.chiscope.app.patterning;

import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.theme.Palette;
import org.chiscope.response.Estimate;
import org.jspecify.annotations.Nullable;

/** The first step: what is wanted, by hand or ready-made. */
final class TargetColumn extends VBox {
    private static final int MODES_OFFERED = 6;

    private final PatterningViewModel patterning;
    private final TargetChart chart = new TargetChart();
    private final MenuButton more = new MenuButton("More of");
    private final MenuButton less = new MenuButton("Less of");
    private final CheckBox hold = new CheckBox("Hold all others");
    private final Label held = Parts.label("", "muted");
    private final Label hint = Parts.label("", "caption");

    TargetColumn(PatterningViewModel patterning, ObservableValue<Palette> palette) {
        super(10);
        this.patterning = patterning;
        getStyleClass().add("patterning-column");
        chart.paletteProperty().bind(palette);
        chart.setHandler(
                (name, value, done) -> {
                    if (done) {
                        patterning.choose(choice -> choice.withChange(name, value));
                    } else {
                        patterning.drag(choice -> choice.withChange(name, value));
                    }
                });
        more.setId("more-of");
        less.setId("less-of");
        hold.setId("hold-others");
        hold.setOnAction(
                event -> patterning.choose(choice -> choice.withHoldOthers(hold.isSelected())));
        HBox presets = new HBox(8, more, less);
        HBox holding = new HBox(8, hold, Parts.spacer(), held);
        holding.setAlignment(Pos.CENTER_LEFT);
        ScrollPane scroll = new ScrollPane(chart);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("plain-scroll");
        VBox.setVgrow(scroll, Priority.ALWAYS);
        hint.setWrapText(true);
        hint.setMinHeight(Region.USE_PREF_SIZE);
        getChildren()
                .addAll(
                        PatterningView.step(1, Parts.label("Target", "section-title")),
                        presets,
                        holding,
                        scroll,
                        hint);
    }

    TargetChart chart() {
        return chart;
    }

    void show(@Nullable PatterningState state) {
        chart.show(state);
        if (state == null) {
            return;
        }
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
        hint.setText(hint(state));
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
