package org.chiscope.app.chart;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.geometry.Orientation;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.chiscope.app.chart.TokenText.Paragraph;
import org.chiscope.app.chart.TokenText.Token;
import org.chiscope.app.theme.Fonts;
import org.chiscope.app.theme.Palette;
import org.jspecify.annotations.Nullable;

/**
 * Text whose tokens are coloured by χ. The mouse hovers and selects a token, as do the left and
 * right arrow keys and Enter; Esc is left to the window.
 */
public final class TokenChart extends PaintedRegion {
    private static final double LEAST_CONTRAST = 4.5;

    private final ObjectProperty<@Nullable TokenText> data =
            new SimpleObjectProperty<>(this, "data");
    private final ObjectProperty<@Nullable Integer> selected =
            new SimpleObjectProperty<>(this, "selected");
    private final ObjectProperty<@Nullable Integer> hovered =
            new SimpleObjectProperty<>(this, "hovered");
    private final Font words = Font.font(Fonts.WORDS, 15);
    private final Font code = Font.font(Fonts.NUMBERS, 13);
    private @Nullable TokenLayout layout;
    private double laidOut = -1;

    public TokenChart() {
        getStyleClass().add("token-chart");
        setAccessibleRole(AccessibleRole.TEXT);
        setFocusTraversable(true);
        data.addListener(
                (o, before, now) -> {
                    layout = null;
                    setAccessibleText(spoken(now));
                    requestLayout();
                    if (getParent() != null) {
                        getParent().requestLayout();
                    }
                });
        selected.addListener((o, before, now) -> requestLayout());
        hovered.addListener((o, before, now) -> requestLayout());
        focusVisibleProperty().addListener((o, before, now) -> requestLayout());
        addEventHandler(MouseEvent.MOUSE_MOVED, this::move);
        addEventHandler(MouseEvent.MOUSE_EXITED, event -> hovered.set(null));
        addEventHandler(
                MouseEvent.MOUSE_PRESSED,
                event -> {
                    requestFocus();
                    Integer at = at(event.getX(), event.getY());
                    if (at != null && at >= 0) {
                        selected.set(at);
                    }
                });
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    public ObjectProperty<@Nullable TokenText> dataProperty() {
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

    /** Where an example stands in this chart; null where it is not shown. */
    public @Nullable Bounds bounds(int example) {
        for (TokenLayout.Box box : boxes()) {
            if (box.token().example() == example) {
                return new BoundingBox(box.x(), box.y(), box.width(), TokenLayout.BOX);
            }
        }
        return null;
    }

    private static String spoken(@Nullable TokenText text) {
        StringBuilder spoken = new StringBuilder();
        if (text != null) {
            for (Paragraph paragraph : text.paragraphs()) {
                spoken.append(paragraph.title()).append(": ");
                paragraph.tokens().forEach(token -> spoken.append(token.text()));
                spoken.append('\n');
            }
        }
        return spoken.toString();
    }

    private void move(MouseEvent event) {
        Integer at = at(event.getX(), event.getY());
        hovered.set(at);
        setCursor(at == null ? Cursor.DEFAULT : Cursor.HAND);
    }

    private @Nullable Integer at(double x, double y) {
        for (TokenLayout.Box box : boxes()) {
            if (box.token().example() != TokenText.NONE && box.holds(x, y)) {
                return box.token().example();
            }
        }
        return null;
    }

    private void key(KeyEvent event) {
        int step =
                switch (event.getCode()) {
                    case RIGHT -> 1;
                    case LEFT -> -1;
                    default -> 0;
                };
        List<Integer> shown = examples();
        if (step == 0 || shown.isEmpty() || event.isShortcutDown()) {
            return;
        }
        Integer now = selected.get();
        int place = now == null ? -1 : shown.indexOf(now);
        int next = place < 0 ? (step > 0 ? 0 : shown.size() - 1) : place + step;
        if (next >= 0 && next < shown.size()) {
            selected.set(shown.get(next));
        }
        event.consume();
    }

    /** The examples that are shown, in reading order. */
    private List<Integer> examples() {
        List<Integer> shown = new ArrayList<>();
        TokenText text = data.get();
        if (text != null) {
            for (Paragraph paragraph : text.paragraphs()) {
                for (Token token : paragraph.tokens()) {
                    if (token.example() >= 0) {
                        shown.add(token.example());
                    }
                }
            }
        }
        return shown;
    }

    private List<TokenLayout.Box> boxes() {
        TokenText text = data.get();
        return text == null || laidOut <= 0 ? List.of() : layout(text, laidOut).boxes();
    }

    private TokenLayout layout(TokenText text, double width) {
        TokenLayout known = layout;
        if (known == null || width != laidOut) {
            known =
                    TokenLayout.of(
                            text,
                            width,
                            (shown, asCode) -> TextMeasure.width(shown, asCode ? code : words));
            layout = known;
            laidOut = width;
        }
        return known;
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefHeight(double width) {
        TokenText text = data.get();
        double wide = width > 0 ? width : Math.max(getWidth(), 300);
        return text == null ? 0 : Math.ceil(layout(text, wide).height());
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
        TokenText text = data.get();
        if (text == null || width < 40) {
            return;
        }
        Brush brush = new Brush(g, paletteProperty().get());
        TokenLayout placed = layout(text, width);
        for (int p = 0; p < text.paragraphs().size(); p++) {
            head(brush, text.paragraphs().get(p), placed.heads().get(p), width);
        }
        DivergingMap map = DivergingMap.of(brush.palette());
        for (TokenLayout.Box box : placed.boxes()) {
            box(brush, text, map, box);
        }
        for (TokenLayout.Box box : placed.boxes()) {
            frame(brush, box);
        }
    }

    private static void head(Brush brush, Paragraph paragraph, double y, double width) {
        Palette palette = brush.palette();
        double x = 0;
        if (paragraph.tint() != null) {
            brush.square(4, y, 4, palette.colour(paragraph.tint()));
            x = 14;
        }
        brush.text(
                paragraph.title(),
                Brush.Type.WORDS_STRONG,
                palette.text(),
                TextAlignment.LEFT,
                x,
                y);
        x += brush.width(paragraph.title(), Brush.Type.WORDS_STRONG) + 10;
        brush.fit(
                paragraph.remark(),
                Brush.Type.WORDS,
                palette.muted(),
                TextAlignment.LEFT,
                x,
                y,
                Math.max(20, width - x));
    }

    private void box(Brush brush, TokenText text, DivergingMap map, TokenLayout.Box box) {
        GraphicsContext g = brush.context();
        Palette palette = brush.palette();
        Token token = box.token();
        boolean coloured =
                token.example() != TokenText.NONE
                        && Double.isFinite(token.value())
                        && !token.noise()
                        && !token.faded();
        Color ink =
                token.faded() || token.example() == TokenText.NONE || box.unseen()
                        ? palette.faint()
                        : palette.text();
        double wide = Math.max(3, box.width() - 1);
        if (coloured) {
            Color fill = map.at(text.range().position(token.value()));
            g.setFill(fill);
            g.fillRoundRect(box.x(), box.y(), wide, TokenLayout.BOX, 5, 5);
            ink = ink(palette, fill);
        } else if (token.noise() && !token.faded()) {
            brush.hatch(box.x(), box.y(), wide, TokenLayout.BOX, palette.faint());
        }
        g.setFont(box.code() ? code : words);
        g.setFill(ink);
        g.setTextAlign(TextAlignment.LEFT);
        g.setTextBaseline(VPos.CENTER);
        g.fillText(box.shown(), box.x() + 1.5, box.y() + TokenLayout.BOX / 2 + 0.5);
        if (token.marked() && text.mark() != null) {
            g.setFill(palette.colour(text.mark()));
            g.fillRect(box.x(), box.y() + TokenLayout.BOX + 1, wide, 2);
        }
    }

    private void frame(Brush brush, TokenLayout.Box box) {
        int example = box.token().example();
        if (example == TokenText.NONE) {
            return;
        }
        GraphicsContext g = brush.context();
        Palette palette = brush.palette();
        Integer chosen = selected.get();
        Integer over = hovered.get();
        if (chosen != null && chosen == example) {
            outline(g, box, palette.background(), 4, 1.5);
            outline(g, box, isFocusVisible() ? palette.accent() : palette.text(), 2, 1.5);
        } else if (over != null && over == example) {
            outline(g, box, palette.text(), 1.25, 0.5);
        }
    }

    private static void outline(
            GraphicsContext g, TokenLayout.Box box, Color colour, double line, double off) {
        g.setStroke(colour);
        g.setLineWidth(line);
        g.strokeRoundRect(
                box.x() - off,
                box.y() - off,
                box.width() - 1 + 2 * off,
                TokenLayout.BOX + 2 * off,
                6,
                6);
    }

    /**
     * The theme's text or its inverse, whichever can be read on {@code fill}; black or white where
     * neither is told apart well enough.
     */
    public static Color ink(Palette palette, Color fill) {
        for (Color ink : List.of(palette.text(), palette.background())) {
            if (contrast(ink, fill) >= LEAST_CONTRAST) {
                return ink;
            }
        }
        return contrast(Color.BLACK, fill) > contrast(Color.WHITE, fill)
                ? Color.BLACK
                : Color.WHITE;
    }

    /** The contrast of two colours, 1 … 21 (WCAG 2.2, "contrast ratio"). */
    static double contrast(Color a, Color b) {
        double light = Math.max(luminance(a), luminance(b));
        double dark = Math.min(luminance(a), luminance(b));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double luminance(Color colour) {
        return 0.2126 * linear(colour.getRed())
                + 0.7152 * linear(colour.getGreen())
                + 0.0722 * linear(colour.getBlue());
    }

    private static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }
}
