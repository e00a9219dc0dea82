package org.chiscope.app.chart;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.transform.Scale;
import org.chiscope.app.theme.Palette;
import org.chiscope.app.theme.Theme;

/** A region that paints itself on a canvas of its own size, in the colours of a palette. */
public abstract class PaintedRegion extends Region {
    private static final String DENSITY = "chiscope.density";

    private final ObjectProperty<Palette> palette =
            new SimpleObjectProperty<>(this, "palette", Theme.LIGHT.palette());
    private final Canvas canvas = new Canvas();

    protected PaintedRegion() {
        canvas.setMouseTransparent(true);
        getChildren().add(canvas);
        palette.addListener((o, before, now) -> requestLayout());
    }

    public final ObjectProperty<Palette> paletteProperty() {
        return palette;
    }

    /**
     * Sets how many pixels a unit of length has on the canvases of {@code scene}, for snapshots
     * that are enlarged; screens of high density need nothing. To be called before the first
     * layout.
     */
    public static void setDensity(Scene scene, double pixels) {
        scene.getProperties().put(DENSITY, pixels);
    }

    /** As {@link #setDensity} has set it for the scene of {@code node}; 1 otherwise. */
    static double density(Node node) {
        return node.getScene() != null
                        && node.getScene().getProperties().get(DENSITY) instanceof Double pixels
                ? pixels
                : 1;
    }

    /** Paints on a clear canvas. */
    protected abstract void paint(GraphicsContext g, double width, double height);

    @Override
    protected final void layoutChildren() {
        fit(canvas, getWidth(), getHeight());
        paint(clear(canvas), getWidth(), getHeight());
    }

    /**
     * Gives {@code canvas} this size.
     *
     * @return whether it had another one, and has lost what was painted
     */
    static boolean fit(Canvas canvas, double width, double height) {
        double pixels = density(canvas);
        if (canvas.getWidth() == width * pixels && canvas.getHeight() == height * pixels) {
            return false;
        }
        canvas.setWidth(width * pixels);
        canvas.setHeight(height * pixels);
        canvas.getTransforms().setAll(new Scale(1 / pixels, 1 / pixels));
        return true;
    }

    /** A clear canvas in units of length. */
    static GraphicsContext clear(Canvas canvas) {
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.setTransform(1, 0, 0, 1, 0, 0);
        g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        g.scale(density(canvas), density(canvas));
        return g;
    }
}
