package org.chiscope.app.chart;

import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.chiscope.app.chart.InputTiles.Tile;
import org.chiscope.app.theme.Palette;
import org.jspecify.annotations.Nullable;

/**
 * Inputs that are no text, each beside its χ: pictures as tiles, others as lines with a strip of
 * their numbers. The mouse hovers and selects, as do the arrow keys.
 */
public final class InputChart extends PaintedRegion {
    private static final double TILE_WIDTH = 92;
    private static final double PICTURE = 64;
    private static final double TILE_HEIGHT = PICTURE + 56;
    private static final double LINE = 28;
    private static final double SWATCH = 34;
    private static final double NUMBER = 148;
    private static final int WIDEST_STRIP = 64;

    private final ObjectProperty<@Nullable InputTiles> data =
            new SimpleObjectProperty<>(this, "data");
    private final ObjectProperty<@Nullable Integer> selected =
            new SimpleObjectProperty<>(this, "selected");
    private final ObjectProperty<@Nullable Integer> hovered =
            new SimpleObjectProperty<>(this, "hovered");

    public InputChart() {
        getStyleClass().add("input-chart");
        setAccessibleRole(AccessibleRole.LIST_VIEW);
        setFocusTraversable(true);
        data.addListener(
                (o, before, now) -> {
                    requestLayout();
                    if (getParent() != null) {
                        getParent().requestLayout();
                    }
                });
        selected.addListener((o, before, now) -> requestLayout());
        hovered.addListener((o, before, now) -> requestLayout());
        focusVisibleProperty().addListener((o, before, now) -> requestLayout());
        addEventHandler(
                MouseEvent.MOUSE_MOVED,
                event -> {
                    int place = at(event.getX(), event.getY());
                    hovered.set(place < 0 ? null : tiles().get(place).example());
                    setCursor(place < 0 ? Cursor.DEFAULT : Cursor.HAND);
                });
        addEventHandler(MouseEvent.MOUSE_EXITED, event -> hovered.set(null));
        addEventHandler(
                MouseEvent.MOUSE_PRESSED,
                event -> {
                    requestFocus();
                    int place = at(event.getX(), event.getY());
                    if (place >= 0) {
                        selected.set(tiles().get(place).example());
                    }
                });
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    public ObjectProperty<@Nullable InputTiles> dataProperty() {
        return data;
    }

    /** The selected example, or null. */
    public ObjectProperty<@Nullable Integer> selectedProperty() {
        return selected;
    }

    /** The example under the pointer, or null. */
    public ObjectProperty<@Nullable Integer> hoveredProperty() {
        return hovered;
    }

    private List<Tile> tiles() {
        InputTiles shown = data.get();
        return shown == null ? List.of() : shown.tiles();
    }

    private boolean pictures() {
        InputTiles shown = data.get();
        return shown != null && shown.side() > 0;
    }

    private int columns(double width) {
        return pictures() ? Math.max(1, (int) (width / TILE_WIDTH)) : 1;
    }

    private int at(double x, double y) {
        int columns = columns(getWidth());
        double wide = pictures() ? TILE_WIDTH : getWidth();
        double high = pictures() ? TILE_HEIGHT : LINE;
        int column = (int) (x / wide);
        int place = (int) (y / high) * columns + column;
        return x < 0 || y < 0 || column >= columns || place >= tiles().size() ? -1 : place;
    }

    private void key(KeyEvent event) {
        int columns = columns(getWidth());
        int step =
                switch (event.getCode()) {
                    case RIGHT -> 1;
                    case LEFT -> -1;
                    case DOWN -> columns;
                    case UP -> -columns;
                    default -> 0;
                };
        if (step == 0 || tiles().isEmpty() || event.isShortcutDown()) {
            return;
        }
        Integer now = selected.get();
        int place = -1;
        for (int i = 0; i < tiles().size(); i++) {
            if (now != null && tiles().get(i).example() == now) {
                place = i;
            }
        }
        int next = place < 0 ? 0 : place + step;
        if (next >= 0 && next < tiles().size()) {
            selected.set(tiles().get(next).example());
        }
        event.consume();
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefHeight(double width) {
        double wide = width > 0 ? width : Math.max(getWidth(), 300);
        int lines = (tiles().size() + columns(wide) - 1) / columns(wide);
        return lines * (pictures() ? TILE_HEIGHT : LINE) + 4;
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefWidth(double height) {
        return 300;
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        InputTiles shown = data.get();
        if (shown == null || width < 60) {
            return;
        }
        Brush brush = new Brush(g, paletteProperty().get());
        DivergingMap map = DivergingMap.of(brush.palette());
        int columns = columns(width);
        for (int i = 0; i < shown.tiles().size(); i++) {
            Tile tile = shown.tiles().get(i);
            if (pictures()) {
                double x = i % columns * TILE_WIDTH;
                double y = (double) (i / columns) * TILE_HEIGHT;
                picture(brush, shown, map, tile, x + 4, y + 4);
                frame(brush, tile, x + 0.5, y + 0.5, TILE_WIDTH - 10, TILE_HEIGHT - 8);
            } else {
                double y = i * LINE;
                line(brush, shown, map, tile, y, width);
                frame(brush, tile, 1, y + 1, width - 2, LINE - 2);
            }
        }
    }

    private void frame(Brush brush, Tile tile, double x, double y, double width, double height) {
        GraphicsContext g = brush.context();
        Integer chosen = selected.get();
        Integer over = hovered.get();
        if (chosen != null && chosen == tile.example()) {
            g.setStroke(isFocusVisible() ? brush.palette().accent() : brush.palette().text());
            g.setLineWidth(2);
        } else if (over != null && over == tile.example()) {
            g.setStroke(brush.palette().border());
            g.setLineWidth(1.25);
        } else {
            return;
        }
        g.strokeRoundRect(x, y, width, height, 8, 8);
    }

    private static void swatch(
            Brush brush,
            InputTiles shown,
            DivergingMap map,
            Tile tile,
            double x,
            double y,
            double width,
            double height) {
        if (Double.isFinite(tile.value())) {
            brush.fill(x, y, width, height, map.at(shown.range().position(tile.value())));
        }
        if (tile.noise()) {
            brush.hatch(x, y, width, height, brush.palette().text());
        }
    }

    private static String number(InputTiles shown, Tile tile) {
        double power = Math.pow(10, shown.exponent());
        if (!Double.isFinite(tile.value())) {
            return "–";
        }
        int decimals = NumberText.decimals(tile.value() / power, tile.error() / power);
        return NumberText.fixed(tile.value() / power, decimals)
                + (Double.isFinite(tile.error())
                        ? " ± " + NumberText.fixed(tile.error() / power, decimals)
                        : "");
    }

    private static void picture(
            Brush brush, InputTiles shown, DivergingMap map, Tile tile, double x, double y) {
        GraphicsContext g = brush.context();
        Palette palette = brush.palette();
        double left = x + (TILE_WIDTH - 18 - PICTURE) / 2;
        InputPicture.paint(g, palette, tile.input(), shown.side(), left, y, PICTURE);
        swatch(brush, shown, map, tile, left, y + PICTURE + 2, PICTURE, 6);
        Color ink = tile.noise() ? palette.muted() : palette.text();
        double middle = left + PICTURE / 2;
        brush.fit(
                number(shown, tile),
                Brush.Type.TICKS,
                ink,
                TextAlignment.CENTER,
                middle,
                y + PICTURE + 18,
                TILE_WIDTH - 12);
        brush.fit(
                tile.title(),
                tile.marked() ? Brush.Type.WORDS_STRONG : Brush.Type.SMALL,
                tile.marked() ? palette.text() : palette.muted(),
                TextAlignment.CENTER,
                middle,
                y + PICTURE + 33,
                TILE_WIDTH - 12);
    }

    private static void line(
            Brush brush, InputTiles shown, DivergingMap map, Tile tile, double y, double width) {
        Palette palette = brush.palette();
        double middle = y + LINE / 2;
        swatch(brush, shown, map, tile, 6, y + 5, SWATCH, LINE - 10);
        brush.text(
                number(shown, tile),
                Brush.Type.NUMBERS,
                tile.noise() ? palette.muted() : palette.text(),
                TextAlignment.RIGHT,
                6 + SWATCH + NUMBER,
                middle);
        double x = 6 + SWATCH + NUMBER + 20;
        double strip = strip(brush, tile, width - 8, y + 7);
        double room = width - x - strip - 24;
        double name = Math.min(brush.width(tile.title(), Brush.Type.NUMBERS), room);
        brush.fit(
                tile.title(),
                tile.marked() ? Brush.Type.NUMBERS_STRONG : Brush.Type.NUMBERS,
                palette.text(),
                TextAlignment.LEFT,
                x,
                middle,
                room);
        if (room - name > 80) {
            brush.fit(
                    tile.details(),
                    Brush.Type.WORDS,
                    palette.muted(),
                    TextAlignment.LEFT,
                    x + name + 20,
                    middle,
                    room - name - 20);
        }
    }

    /** The input's numbers as grey levels, ending at {@code right}; how wide that is. */
    private static double strip(Brush brush, Tile tile, double right, double y) {
        int count = Math.min(tile.input().length, WIDEST_STRIP);
        double pixel = count <= 12 ? 12 : 3;
        double most = 0;
        for (float value : tile.input()) {
            most = Math.max(most, Math.abs(value));
        }
        for (int i = 0; i < count; i++) {
            double share = most == 0 ? 0 : Math.abs(tile.input()[i]) / most;
            double x = right - (count - i) * pixel;
            brush.fill(x, y, pixel - 1, LINE - 14, brush.palette().inset());
            brush.fill(
                    x, y, pixel - 1, LINE - 14, brush.palette().text().deriveColor(0, 1, 1, share));
        }
        return count * pixel;
    }
}
