package org.chiscope.app.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Group;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.chiscope.app.chart.MatrixData;
import org.chiscope.app.matrix.Marking;
import org.chiscope.app.matrix.MatrixPane;
import org.chiscope.app.matrix.MatrixValues;
import org.chiscope.app.matrix.Scaling;
import org.chiscope.app.theme.Theme;
import org.chiscope.app.theme.ThemeSwitch;
import org.chiscope.app.toolkit.Toolkit;
import org.chiscope.cli.WindowBenchmark.Timing;
import org.chiscope.experiment.Snapshot;
import org.chiscope.response.Part;
import org.jspecify.annotations.Nullable;

/**
 * What it costs the FX thread to take over a new snapshot where a matrix is shown: everything from
 * the pulse that sees it until the thread is free again, so the cells' values and marks, styling,
 * layout, painting, and handing the picture over. The inspector takes no part.
 */
final class MatrixUpdates {
    private static final double FRAME_SECONDS = 1 / 60.0;

    /** The room that the matrix has in a window of 1440 × 900. */
    private static final double WIDTH = 1080;

    private static final double HEIGHT = 760;

    /** How long a turn is at least: a small matrix has many updates in it. */
    private static final double SHORTEST_SECONDS = 0.2;

    private static final int WARM_UPS = 5;

    /** Rows and columns of a matrix. */
    record Size(int rows, int columns) {}

    private final Size size;
    private final List<Snapshot> snapshots;
    private final ObjectProperty<@Nullable MatrixData> data = new SimpleObjectProperty<>();
    private final Stage stage;
    private final List<Double> all = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();
    private int next;

    private MatrixUpdates(Size size) throws Exception {
        this.size = size;
        snapshots = List.of(MadeSnapshots.of(size, 1), MadeSnapshots.of(size, 2));
        stage = Toolkit.call(this::open);
    }

    /**
     * Measures updates of matrices of these sizes, in turns.
     *
     * @param runs turns
     */
    static List<Timing> measure(List<Size> sizes, int runs)
            throws IOException, InterruptedException {
        Toolkit.startHeadless();
        List<MatrixUpdates> shown = new ArrayList<>();
        try {
            for (Size size : sizes) {
                shown.add(new MatrixUpdates(size));
            }
            for (int turn = -WARM_UPS; turn < runs; turn++) {
                for (MatrixUpdates one : shown) {
                    one.turn(turn >= 0);
                }
            }
            List<Timing> timings = new ArrayList<>();
            for (MatrixUpdates one : shown) {
                timings.addAll(one.timings());
            }
            return timings;
        } catch (InterruptedException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("The matrix could not be shown: " + e.getMessage(), e);
        } finally {
            shown.forEach(one -> Platform.runLater(one.stage::close));
        }
    }

    private Stage open() {
        MatrixPane pane = new MatrixPane(data, new SimpleObjectProperty<>(Theme.LIGHT.palette()));
        // In a group it has the size that it wants, however small the platform's screen is.
        pane.setMinSize(WIDTH, HEIGHT);
        pane.setMaxSize(WIDTH, HEIGHT);
        Scene scene = new Scene(new Group(pane), 640, 480);
        ThemeSwitch.dress(scene, Theme.LIGHT);
        Stage opened = new Stage();
        opened.setScene(scene);
        opened.show();
        return opened;
    }

    private void turn(boolean counts) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        do {
            double[] seconds = update();
            if (counts) {
                values.add(seconds[0]);
                all.add(seconds[1]);
            }
        } while (secondsSince(start) < SHORTEST_SECONDS);
    }

    /** Seconds of the values alone, and of all. */
    private double[] update() throws InterruptedException, ExecutionException {
        Snapshot snapshot = snapshots.get(next++ % snapshots.size());
        CompletableFuture<double[]> done = new CompletableFuture<>();
        Platform.runLater(
                () ->
                        new AnimationTimer() {
                            @Override
                            public void handle(long now) {
                                stop();
                                try {
                                    takeOver(snapshot, done);
                                } catch (RuntimeException | Error e) {
                                    done.completeExceptionally(e);
                                }
                            }
                        }.start());
        return done.get();
    }

    /** Within a pulse. */
    private void takeOver(Snapshot snapshot, CompletableFuture<double[]> done) {
        long start = System.nanoTime();
        MatrixData fresh =
                MatrixValues.of(snapshot, Part.FLUCTUATION, Scaling.RAW, Marking.TWO_ERRORS, null);
        double known = secondsSince(start);
        data.set(fresh);
        // Has its turn once this pulse is over.
        Platform.runLater(() -> done.complete(new double[] {known, secondsSince(start)}));
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private List<Timing> timings() {
        String name =
                String.format(
                        Locale.ROOT, "new snapshot, %,d × %,d cells", size.rows, size.columns);
        return List.of(
                new Timing(name, seconds(all), FRAME_SECONDS, "a frame"),
                new Timing("  of it the cells' values", seconds(values), FRAME_SECONDS, "a frame"));
    }

    private static double[] seconds(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
