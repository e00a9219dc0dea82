package org.chiscope.app.workbench;

import java.util.List;
import javafx.scene.canvas.GraphicsContext;
import org.chiscope.app.chart.PaintedRegion;
import org.chiscope.app.theme.Palette;

/** Progress in one segment an ensemble. */
final class SegmentBar extends PaintedRegion {
    private static final double HEIGHT = 6;
    private static final double GAP = 2;
    private List<RunBarViewModel.Segment> segments = List.of();

    SegmentBar() {
        getStyleClass().add("segment-bar");
    }

    void show(List<RunBarViewModel.Segment> shown) {
        if (!shown.equals(segments)) {
            segments = shown;
            requestLayout();
        }
    }

    @Override
    protected double computePrefWidth(double height) {
        return 300;
    }

    @Override
    protected double computePrefHeight(double width) {
        return HEIGHT;
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        if (segments.isEmpty()) {
            return;
        }
        Palette palette = paletteProperty().get();
        double gap = width / segments.size() > 4 * GAP ? GAP : 0;
        double step = (width + gap) / segments.size();
        double y = (height - HEIGHT) / 2;
        double round = gap > 0 ? HEIGHT / 2 : 0;
        for (int i = 0; i < segments.size(); i++) {
            RunBarViewModel.Segment segment = segments.get(i);
            g.setFill(palette.border());
            g.fillRoundRect(i * step, y, step - gap, HEIGHT, round, round);
            g.setFill(
                    switch (segment.standing()) {
                        case RUNNING -> palette.accent();
                        case FAILED -> palette.danger();
                        case WAITING, PAUSED, DONE -> palette.faint();
                    });
            double share =
                    segment.standing() == RunBarViewModel.Standing.FAILED ? 1 : segment.share();
            g.fillRoundRect(i * step, y, (step - gap) * share, HEIGHT, round, round);
        }
    }
}
