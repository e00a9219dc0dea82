package org.chiscope.app.chains;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.chiscope.app.controls.Parts;

/** A chart under its title, with a remark on the right. */
final class ChartCard extends VBox {
    private final Label remark = Parts.label("", "chart-remark");

    private final Label name = Parts.label("", "chart-title");

    ChartCard(String title, String explanation, Node chart) {
        super(6);
        getStyleClass().add("chart-card");
        name.setText(title);
        name.setMinWidth(USE_PREF_SIZE);
        Parts.explain(name, explanation);
        remark.setMinWidth(0);
        HBox head = new HBox(8, name, Parts.spacer(), remark);
        head.setAlignment(Pos.BASELINE_LEFT);
        VBox.setVgrow(chart, Priority.ALWAYS);
        getChildren().addAll(head, chart);
    }

    void name(String title) {
        name.setText(title);
    }

    void remark(String words) {
        remark.setText(words);
    }
}
