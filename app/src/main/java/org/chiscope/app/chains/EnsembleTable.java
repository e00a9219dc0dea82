package org.chiscope.app.chains;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.document.Reading;
import org.chiscope.app.theme.Palette;
import org.chiscope.experiment.Caution;
import org.chiscope.experiment.ChainFailure;
import org.chiscope.experiment.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * All ensembles, a line each. A click or the arrow keys select, a head sorts; only what is in sight
 * is painted, so that length costs nothing.
 */
final class EnsembleTable extends Region {
    private static final double FEWEST_ROWS = 5;
    private static final double SCROLL_BAR = 8;

    private final EnsembleCanvas canvas = new EnsembleCanvas();
    private final ScrollBar bar = new ScrollBar();
    private final Tooltip tooltip = new Tooltip();
    private final Consumer<String> selector;
    private List<EnsembleLine> lines = List.of();
    private @Nullable SamplingState state;
    private @Nullable EnsembleColumn sorted;
    private boolean descending;
    private String selected = "";
    private String pinned = "";

    /**
     * @param selector told of a component that is chosen, or of the empty name for all parameters
     */
    EnsembleTable(Consumer<String> selector, ObservableValue<Palette> palette) {
        this.selector = selector;
        setId("ensemble-table");
        getStyleClass().add("ensemble-table");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.TABLE_VIEW);
        canvas.paletteProperty().bind(palette);
        setMinWidth(EnsembleColumn.least() + SCROLL_BAR + 2);
        bar.setOrientation(Orientation.VERTICAL);
        bar.setUnitIncrement(EnsembleCanvas.ROW);
        bar.setMinWidth(SCROLL_BAR);
        bar.setPrefWidth(SCROLL_BAR);
        bar.setMaxWidth(SCROLL_BAR);
        bar.valueProperty().addListener((o, before, now) -> canvas.scrollTo(now.doubleValue()));
        getChildren().addAll(canvas, bar);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(360);
        tooltip.setShowDelay(Duration.millis(400));
        canvas.addEventHandler(MouseEvent.MOUSE_MOVED, this::hover);
        canvas.addEventHandler(
                MouseEvent.MOUSE_EXITED,
                event -> {
                    canvas.hover(-1);
                    explain("");
                });
        canvas.addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
        setOnScroll(
                event -> {
                    bar.setValue(Math.clamp(bar.getValue() - event.getDeltaY(), 0, bar.getMax()));
                    if (bar.getMax() > 0) {
                        event.consume();
                    }
                });
        addEventHandler(KeyEvent.KEY_PRESSED, this::type);
        focusVisibleProperty().addListener((o, before, now) -> canvas.focus(now));
    }

    void show(@Nullable SamplingState now) {
        boolean resized = now != null && lines.size() != now.lines().size();
        state = now;
        arrange();
        if (resized && getParent() != null) {
            getParent().requestLayout();
        }
        requestLayout();
    }

    /** Shows which components are selected and pinned. */
    void mark(String a, String b) {
        selected = a;
        pinned = b;
        canvas.mark(a, b);
        reveal();
    }

    private void arrange() {
        SamplingState shown = state;
        lines = new ArrayList<>(shown == null ? List.of() : shown.lines());
        EnsembleColumn by = sorted;
        if (by != null && by != EnsembleColumn.NAME) {
            lines.sort(by.order(descending));
        } else if (by != null && descending) {
            lines = new ArrayList<>(lines.reversed());
        }
        canvas.order(by == null ? EnsembleColumn.NAME : by, descending);
        canvas.show(lines, shown == null ? "" : Reading.of(shown.snapshot()).unit());
        canvas.mark(selected, pinned);
        setAccessibleText(
                lines.stream()
                        .map(line -> line.title() + ": " + line.verdict())
                        .collect(Collectors.joining(", ")));
    }

    /** The lines in the order in which they are shown. */
    List<EnsembleLine> lines() {
        return List.copyOf(lines);
    }

    /** The same column again turns the order round, a third time ends it. */
    private void sort(EnsembleColumn column) {
        if (sorted != column) {
            sorted = column;
            descending = false;
        } else if (!descending) {
            descending = true;
        } else {
            sorted = null;
            descending = false;
        }
        arrange();
        reveal();
    }

    // ---- Pointer and keyboard ----

    private void hover(MouseEvent event) {
        int line = canvas.lineAt(event.getY());
        canvas.hover(line);
        boolean head = event.getY() < EnsembleCanvas.HEAD;
        canvas.setCursor(head || line >= 0 ? Cursor.HAND : Cursor.DEFAULT);
        explain(
                head
                        ? canvas.columnAt(event.getX()).explanation()
                        : line >= 0 ? words(lines.get(line)) : "");
    }

    private void explain(String words) {
        if (words.equals(tooltip.getText())) {
            return;
        }
        tooltip.setText(words);
        Tooltip.uninstall(canvas, tooltip);
        tooltip.hide();
        if (!words.isEmpty()) {
            Tooltip.install(canvas, tooltip);
        }
    }

    private String words(EnsembleLine line) {
        SamplingState shown = state;
        StringBuilder words = new StringBuilder(line.title());
        words.append(": ").append(line.verdict()).append('.');
        for (Caution caution : line.report().cautions()) {
            words.append('\n').append(caution.sentence()).append('.');
        }
        if (shown != null) {
            Snapshot snapshot = shown.snapshot();
            for (ChainFailure failure : snapshot.failures()) {
                if (failure.ensemble().equals(line.report().name())) {
                    words.append("\nChain ")
                            .append(failure.chain() + 1)
                            .append(" at draw ")
                            .append(NumberText.count(failure.draw() + 1L))
                            .append(": ")
                            .append(failure.sentence());
                }
            }
        }
        return words.toString();
    }

    private void press(MouseEvent event) {
        requestFocus();
        if (event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        int line = canvas.lineAt(event.getY());
        if (event.getY() < EnsembleCanvas.HEAD) {
            sort(canvas.columnAt(event.getX()));
        } else if (line >= 0) {
            selector.accept(lines.get(line).component());
        }
        event.consume();
    }

    private void type(KeyEvent event) {
        int page = Math.max(1, (int) ((getHeight() - EnsembleCanvas.HEAD) / EnsembleCanvas.ROW));
        int step =
                switch (event.getCode()) {
                    case UP -> -1;
                    case DOWN -> 1;
                    case PAGE_UP -> -page;
                    case PAGE_DOWN -> page;
                    case HOME -> -lines.size();
                    case END -> lines.size();
                    default -> 0;
                };
        if (step != 0 && !lines.isEmpty() && !event.isShortcutDown()) {
            int next = Math.clamp(place() + step, 0, lines.size() - 1);
            selector.accept(lines.get(next).component());
            event.consume();
        }
    }

    /** Where the selected line is; all parameters where none is. */
    private int place() {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).component().equals(selected)) {
                return i;
            }
        }
        return 0;
    }

    private void reveal() {
        double top = EnsembleCanvas.ROW * place();
        double room = canvas.getHeight() - EnsembleCanvas.HEAD;
        if (room > 0 && !selected.isEmpty()) {
            if (top < bar.getValue()) {
                bar.setValue(top);
            } else if (top + EnsembleCanvas.ROW > bar.getValue() + room) {
                bar.setValue(Math.min(bar.getMax(), top + EnsembleCanvas.ROW - room));
            }
        }
    }

    // ---- Size ----

    @Override
    protected double computePrefHeight(double width) {
        return EnsembleCanvas.HEAD + EnsembleCanvas.ROW * Math.max(1, lines.size());
    }

    @Override
    protected double computeMinHeight(double width) {
        return EnsembleCanvas.HEAD
                + EnsembleCanvas.ROW * Math.min(FEWEST_ROWS, Math.max(1, lines.size()));
    }

    @Override
    protected double computeMaxHeight(double width) {
        return computePrefHeight(width);
    }

    /** Only whole lines are shown. */
    @Override
    protected void layoutChildren() {
        double room =
                EnsembleCanvas.ROW
                        * Math.floor(
                                Math.max(0, getHeight() - EnsembleCanvas.HEAD)
                                        / EnsembleCanvas.ROW);
        double all = EnsembleCanvas.ROW * lines.size();
        double most = Math.max(0, all - room);
        bar.setMax(most);
        bar.setVisibleAmount(most == 0 ? 0 : most * room / all);
        bar.setBlockIncrement(room);
        bar.setValue(Math.min(bar.getValue(), most));
        bar.setVisible(most > 0);
        double height = EnsembleCanvas.HEAD + Math.min(all, room);
        canvas.resizeRelocate(0, 0, getWidth() - SCROLL_BAR - 2, height);
        bar.resizeRelocate(
                getWidth() - SCROLL_BAR,
                EnsembleCanvas.HEAD,
                SCROLL_BAR,
                height - EnsembleCanvas.HEAD);
    }
}
