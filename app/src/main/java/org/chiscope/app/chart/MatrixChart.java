package org.chiscope.app.chart;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.geometry.Rectangle2D;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.chiscope.app.theme.Palette;
import org.chiscope.app.theme.Theme;
import org.jspecify.annotations.Nullable;

/**
 * The χ matrix: cells as pixels, scaled without smoothing, under a canvas of names and marks, under
 * a canvas of frames. Fills the room it is given and clips nothing; the mouse hovers and selects,
 * as do the arrow keys, Enter and Esc. Draws only what changed, at most once a pulse.
 */
public final class MatrixChart extends Region {
    private final ObjectProperty<@Nullable MatrixData> data =
            new SimpleObjectProperty<>(this, "data");
    private final ObjectProperty<Palette> palette =
            new SimpleObjectProperty<>(this, "palette", Theme.LIGHT.palette());
    private final ObjectProperty<@Nullable CellPosition> hovered =
            new SimpleObjectProperty<>(this, "hovered");
    private final ObjectProperty<@Nullable CellPosition> selected =
            new SimpleObjectProperty<>(this, "selected");
    private final ObjectProperty<@Nullable CellPosition> pinned =
            new SimpleObjectProperty<>(this, "pinned");
    private final ObjectProperty<Emphasis> emphasis =
            new SimpleObjectProperty<>(this, "emphasis", Emphasis.NONE);
    private final BooleanProperty live = new SimpleBooleanProperty(this, "live", true);

    private final ImageView cells = new ImageView();
    private final Canvas marks = new Canvas();
    private final Canvas frames = new Canvas();
    private final ChartFonts fonts = ChartFonts.standard();
    private @Nullable MatrixGeometry geometry;
    private boolean cellsStale = true;
    private boolean marksStale = true;
    private boolean framesStale = true;

    public MatrixChart() {
        getStyleClass().add("matrix-chart");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setFocusTraversable(true);
        setMinSize(160, 120);
        cells.setSmooth(false);
        marks.setMouseTransparent(true);
        frames.setMouseTransparent(true);
        getChildren().addAll(cells, marks, frames);

        data.addListener((o, before, now) -> renew());
        palette.addListener((o, before, now) -> renew());
        live.addListener((o, before, now) -> renew());
        emphasis.addListener((o, before, now) -> refreshFrames());
        hovered.addListener((o, before, now) -> refreshFrames());
        selected.addListener((o, before, now) -> refreshFrames());
        pinned.addListener((o, before, now) -> refreshFrames());
        focusedProperty().addListener((o, before, now) -> refreshFrames());
        focusVisibleProperty().addListener((o, before, now) -> refreshFrames());
        addEventHandler(MouseEvent.MOUSE_MOVED, e -> hovered.set(at(e.getX(), e.getY())));
        addEventHandler(MouseEvent.MOUSE_EXITED, e -> hovered.set(null));
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    /** What is drawn; null draws nothing. */
    public ObjectProperty<@Nullable MatrixData> dataProperty() {
        return data;
    }

    public ObjectProperty<Palette> paletteProperty() {
        return palette;
    }

    /** The cell under the mouse or the keyboard's cursor, or null. */
    public ObjectProperty<@Nullable CellPosition> hoveredProperty() {
        return hovered;
    }

    /** The selected cell A, or null. */
    public ObjectProperty<@Nullable CellPosition> selectedProperty() {
        return selected;
    }

    /** The cell B that A is compared with, or null. */
    public ObjectProperty<@Nullable CellPosition> pinnedProperty() {
        return pinned;
    }

    /** Rows and columns whose names stand out. */
    public ObjectProperty<Emphasis> emphasisProperty() {
        return emphasis;
    }

    /** Whether each row has its bar of draws. */
    public BooleanProperty liveProperty() {
        return live;
    }

    /** Where a cell lies in this chart, once it has been laid out. */
    public Optional<Bounds> cellBounds(CellPosition position) {
        MatrixGeometry g = geometry;
        if (g == null || !holds(position)) {
            return Optional.empty();
        }
        return Optional.of(
                new BoundingBox(
                        g.columnLefts()[position.column()],
                        g.rowTops()[position.row()],
                        g.cellWidth(),
                        g.cellHeight()));
    }

    /** The layout that was drawn last, once there is one. */
    public Optional<MatrixGeometry> geometry() {
        return Optional.ofNullable(geometry);
    }

    private @Nullable CellPosition at(double x, double y) {
        MatrixGeometry g = geometry;
        return g == null ? null : g.cellAt(x, y).orElse(null);
    }

    private boolean holds(@Nullable CellPosition position) {
        MatrixData shown = data.get();
        return shown != null
                && position != null
                && position.row() < shown.rows().size()
                && position.column() < shown.columns().size();
    }

    private void press(MouseEvent event) {
        requestFocus();
        CellPosition position = at(event.getX(), event.getY());
        if (event.getButton() == MouseButton.PRIMARY && position != null) {
            selected.set(position);
        }
    }

    private void key(KeyEvent event) {
        MatrixData shown = data.get();
        if (shown == null || shown.rows().isEmpty() || shown.columns().isEmpty()) {
            return;
        }
        switch (event.getCode()) {
            case UP -> move(shown, -1, 0);
            case DOWN -> move(shown, 1, 0);
            case LEFT -> move(shown, 0, -1);
            case RIGHT -> move(shown, 0, 1);
            case ENTER -> selected.set(cursor());
            case ESCAPE -> {
                hovered.set(null);
                selected.set(null);
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    private @Nullable CellPosition cursor() {
        CellPosition position = hovered.get();
        return holds(position) ? position : holds(selected.get()) ? selected.get() : null;
    }

    private void move(MatrixData shown, int rows, int columns) {
        CellPosition from = cursor();
        hovered.set(
                from == null
                        ? new CellPosition(0, 0)
                        : new CellPosition(
                                Math.clamp(from.row() + rows, 0, shown.rows().size() - 1),
                                Math.clamp(
                                        from.column() + columns, 0, shown.columns().size() - 1)));
    }

    private void renew() {
        cellsStale = true;
        refreshFrames();
    }

    private void refreshFrames() {
        marksStale = true;
        framesStale = true;
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        MatrixData shown = data.get();
        if (width < 1 || height < 1) {
            return;
        }
        boolean resized =
                PaintedRegion.fit(marks, width, height) | PaintedRegion.fit(frames, width, height);
        if (shown == null || shown.rows().isEmpty() || shown.columns().isEmpty()) {
            geometry = null;
            cells.setImage(null);
            PaintedRegion.clear(marks);
            PaintedRegion.clear(frames);
            return;
        }
        MatrixGeometry g = MatrixGeometry.of(shown, width, height, live.get(), words(shown));
        geometry = g;
        if (cellsStale || resized) {
            paintCells(shown, g, width, height);
            cellsStale = false;
        }
        if (marksStale || resized) {
            MarkPainter painter =
                    new MarkPainter(PaintedRegion.clear(marks), shown, g, palette.get(), fonts);
            painter.paint(strong(), emphasis.get());
            marksStale = false;
        }
        if (framesStale || resized) {
            paintFrames();
            framesStale = false;
        }
    }

    private List<CellPosition> strong() {
        List<CellPosition> positions = new ArrayList<>();
        for (CellPosition position :
                new @Nullable CellPosition[] {selected.get(), pinned.get(), hovered.get()}) {
            if (position != null && holds(position)) {
                positions.add(position);
            }
        }
        return positions;
    }

    private void paintCells(MatrixData shown, MatrixGeometry g, double width, double height) {
        double scale = pixelScale();
        int columns = (int) Math.ceil(width * scale);
        int rows = (int) Math.ceil(height * scale);
        int[] pixels = new int[columns * rows];
        new CellPainter(shown, g, palette.get()).paint(pixels, columns, rows, scale);
        cells.setImage(
                new WritableImage(
                        new PixelBuffer<>(
                                columns,
                                rows,
                                IntBuffer.wrap(pixels),
                                PixelFormat.getIntArgbPreInstance())));
        cells.setFitWidth(columns / scale);
        cells.setFitHeight(rows / scale);
    }

    private double pixelScale() {
        double screen =
                getScene() != null && getScene().getWindow() != null
                        ? getScene().getWindow().getOutputScaleX()
                        : 1;
        return Math.max(screen, PaintedRegion.density(this));
    }

    private void paintFrames() {
        FramePainter painter = new FramePainter(PaintedRegion.clear(frames), palette.get(), fonts);
        CellPosition over = hovered.get();
        CellPosition chosen = selected.get();
        if (over != null && holds(over) && !over.equals(chosen)) {
            painter.hovered(rectangle(over));
        }
        CellPosition compared = pinned.get();
        if (compared != null && holds(compared) && !compared.equals(chosen)) {
            painter.pinned(rectangle(compared), "B");
        }
        if (chosen != null && holds(chosen)) {
            painter.selected(rectangle(chosen), "A");
        }
        CellPosition cursor = cursor();
        if (isFocusVisible() && cursor != null) {
            painter.focused(rectangle(cursor));
        }
    }

    private Rectangle2D rectangle(CellPosition position) {
        Bounds bounds = cellBounds(position).orElseThrow();
        return new Rectangle2D(
                bounds.getMinX(),
                bounds.getMinY(),
                Math.max(2, bounds.getWidth() - 1),
                Math.max(2, bounds.getHeight() - 1));
    }

    private MatrixGeometry.Words words(MatrixData shown) {
        return new MatrixGeometry.Words() {
            @Override
            public double rowLabelWidth() {
                return shown.rows().stream()
                        .mapToDouble(row -> TextMeasure.width(row.label(), fonts.numbersStrong()))
                        .max()
                        .orElse(0);
            }

            @Override
            public double columnLabelWidth() {
                return shown.columns().stream()
                        .mapToDouble(c -> TextMeasure.width(c.name(), fonts.wordsStrong()))
                        .max()
                        .orElse(0);
            }

            @Override
            public boolean columnLabelsFit(double width) {
                return shown.columns().stream()
                        .noneMatch(
                                c ->
                                        TextMeasure.wrap(c.name(), fonts.wordsStrong(), width)
                                                .isEmpty());
            }
        };
    }
}
