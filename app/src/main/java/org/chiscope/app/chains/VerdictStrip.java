package org.chiscope.app.chains;

import atlantafx.base.controls.Popover;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.matrix.SettingsPopover;
import org.chiscope.app.theme.Palette;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** What to think of the chains, in words, and what helps. */
final class VerdictStrip extends HBox {
    private static final double BUTTON = 28;
    private static final double MIN_WORDS = 200;

    private final Label pill = Parts.label("", "pill");
    private final TextFlow words = new TextFlow();
    private final MoreDrawsMenu more;
    private final Button settings;
    private @Nullable Remedy remedy;

    VerdictStrip(SamplingViewModel sampling, ObservableValue<Palette> palette) {
        super(10);
        setId("sampling-verdict");
        getStyleClass().add("verdict-strip");
        setAlignment(Pos.CENTER_LEFT);
        pill.setId("verdict-pill");
        pill.setMinWidth(USE_PREF_SIZE);
        more = new MoreDrawsMenu(sampling);
        more.setId("verdict-more");
        SettingsPopover popover =
                new SettingsPopover(sampling.matrix(), palette, Popover.ArrowLocation.TOP_RIGHT);
        settings = Parts.button(Feather.SLIDERS, "", () -> {});
        settings.setId("verdict-settings");
        settings.setMinWidth(USE_PREF_SIZE);
        settings.setOnAction(
                event -> {
                    sampling.fillSettings(remedy);
                    popover.toggle(settings);
                });
        settings.disableProperty().bind(sampling.matrix().canSampleProperty().not());
        HBox.setHgrow(words, Priority.ALWAYS);
        // A flow's own width is that of one line, which would push the buttons out.
        words.setMinWidth(0);
        words.setPrefWidth(MIN_WORDS);
        words.setMaxHeight(USE_PREF_SIZE);
        getChildren().addAll(pill, words, more, settings);
        sampling.stateProperty().addListener((o, before, now) -> show(now));
        show(sampling.stateProperty().get());
    }

    private void show(@Nullable SamplingState state) {
        Verdict verdict = state == null ? null : state.verdict();
        remedy = verdict == null ? null : verdict.remedy();
        pill.getStyleClass().removeAll("success", "warning");
        words.getChildren().clear();
        if (verdict != null) {
            pill.setText(verdict.pill());
            pill.getStyleClass().add(verdict.good() ? "success" : "warning");
            for (Verdict.Piece piece : verdict.words()) {
                Text text = new Text(piece.text());
                text.getStyleClass().add(piece.strong() ? "verdict-strong" : "verdict-words");
                words.getChildren().add(text);
            }
            words.setAccessibleText(verdict.text());
        }
        shown(pill, verdict != null && !verdict.pill().isEmpty());
        shown(more, remedy == Remedy.MORE_DRAWS);
        shown(settings, remedy != null && remedy != Remedy.MORE_DRAWS);
        settings.setText(remedy == null ? "" : remedy.label());
    }

    /** As high as the words are at the width that pill and buttons leave them. */
    @Override
    protected double computePrefHeight(double width) {
        if (width < 0) {
            return super.computePrefHeight(width);
        }
        double left = width - snappedLeftInset() - snappedRightInset();
        for (Node node : getManagedChildren()) {
            if (node != words) {
                left -= node.prefWidth(-1) + getSpacing();
            }
        }
        double height = Math.max(BUTTON, words.prefHeight(Math.max(MIN_WORDS, left)));
        return snappedTopInset() + height + snappedBottomInset();
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    private static void shown(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }
}
