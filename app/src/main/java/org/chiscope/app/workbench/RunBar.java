package org.chiscope.app.workbench;

import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.theme.Palette;
import org.kordamp.ikonli.feather.Feather;

/** The bar at the foot of the window: what runs, how far it is, and how to stop it. */
final class RunBar extends HBox {

    RunBar(RunBarViewModel run, ObservableValue<Palette> palette) {
        getStyleClass().add("run-bar");
        setAlignment(Pos.CENTER_LEFT);
        ObservableValue<RunBarViewModel.Content> content = run.contentProperty();

        Button pause = Parts.iconButton(Feather.PAUSE, "Pause", run::pause);
        Button resume = Parts.iconButton(Feather.PLAY, "Resume", run::resume);
        Button stop = Parts.iconButton(Feather.SQUARE, "Stop and keep what there is", run::stop);
        pause.setId("pause");
        resume.setId("resume");
        stop.setId("stop");
        Parts.showIf(pause, content.map(RunBarViewModel.Content::canPause));
        Parts.showIf(resume, content.map(RunBarViewModel.Content::canGoOn));
        Parts.showIf(stop, content.map(RunBarViewModel.Content::canStop));

        SegmentBar segments = new SegmentBar();
        segments.paletteProperty().bind(palette);
        segments.show(content.getValue().segments());
        content.addListener((o, before, now) -> segments.show(now.segments()));
        Parts.showIf(segments, content.map(c -> !c.segments().isEmpty()));

        Label caution =
                Parts.label(content.map(RunBarViewModel.Content::caution), "pill", "warning");
        caution.setGraphic(Parts.icon(Feather.ALERT_TRIANGLE));
        Tooltip why = new Tooltip();
        why.setWrapText(true);
        why.setMaxWidth(420);
        why.textProperty().bind(content.map(RunBarViewModel.Content::cautionDetail));
        caution.setTooltip(why);

        Label title = Parts.label(content.map(RunBarViewModel.Content::title), "strong");
        title.setId("run-title");
        title.setMinWidth(USE_PREF_SIZE);
        Label percent =
                Parts.label(content.map(RunBarViewModel.Content::percent), "number", "muted");
        percent.setMinWidth(USE_PREF_SIZE);
        Label left = Parts.label(content.map(RunBarViewModel.Content::left), "muted");
        left.setMinWidth(USE_PREF_SIZE);
        getChildren()
                .addAll(
                        pause,
                        resume,
                        stop,
                        title,
                        Parts.label(content.map(RunBarViewModel.Content::detail), "muted"),
                        segments,
                        percent,
                        left,
                        Parts.spacer(),
                        caution,
                        moreDraws(run),
                        copyCommand(run));
    }

    /** Adds draws to a finished run. */
    private static MenuButton moreDraws(RunBarViewModel run) {
        MenuButton menu = new MenuButton("More draws", Parts.icon(Feather.PLUS));
        menu.setId("more-draws");
        menu.setPopupSide(Side.TOP);
        menu.getStyleClass().add("flat");
        menu.setMinWidth(USE_PREF_SIZE);
        Parts.explain(
                menu,
                "Goes on with every chain where it stands: the same draws as if they had been asked"
                        + " for at first.");
        run.contentProperty().addListener((o, before, now) -> fill(menu, run, now));
        fill(menu, run, run.contentProperty().get());
        Parts.showIf(menu, run.contentProperty().map(c -> !c.more().isEmpty()));
        return menu;
    }

    private static void fill(
            MenuButton menu, RunBarViewModel run, RunBarViewModel.Content content) {
        menu.getItems()
                .setAll(
                        content.more().stream()
                                .map(
                                        more -> {
                                            MenuItem item = new MenuItem(more.words());
                                            item.setOnAction(event -> run.extend(more));
                                            return item;
                                        })
                                .toList());
    }

    private static Button copyCommand(RunBarViewModel run) {
        Button copy =
                Parts.button(
                        Feather.TERMINAL,
                        "Copy as command",
                        () -> {
                            ClipboardContent words = new ClipboardContent();
                            words.putString(run.command());
                            Clipboard.getSystemClipboard().setContent(words);
                        });
        copy.getStyleClass().add("flat");
        copy.setMinWidth(USE_PREF_SIZE);
        Parts.explain(
                copy, "Copies the command that runs this experiment again without the window.");
        Parts.showIf(copy, run.contentProperty().map(c -> !c.segments().isEmpty()));
        return copy;
    }
}
