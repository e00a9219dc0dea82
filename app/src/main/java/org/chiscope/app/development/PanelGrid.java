package org.chiscope.app.development;

import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.layout.Region;

/** Panels of one size in rows that fill the width. */
final class PanelGrid extends Region {
    private static final double LEAST_WIDTH = 264;
    private static final int MOST_COLUMNS = 4;
    private static final double GAP = 8;

    private double panelHeight = 170;

    PanelGrid() {
        setId("development-panels");
    }

    void show(List<? extends Node> panels) {
        getChildren().setAll(panels);
    }

    /** How high each panel is. */
    void setPanelHeight(double height) {
        if (height != panelHeight) {
            panelHeight = height;
            requestLayout();
        }
    }

    /** How many rows there are at that width. */
    int rows(double width) {
        int columns = columns(width);
        return (getChildren().size() + columns - 1) / columns;
    }

    private int columns(double width) {
        int most = Math.clamp((long) ((width + GAP) / (LEAST_WIDTH + GAP)), 1, MOST_COLUMNS);
        return Math.clamp(getChildren().size(), 1, most);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefHeight(double width) {
        int rows = rows(width < 0 ? getWidth() : width);
        return rows * panelHeight + Math.max(0, rows - 1) * GAP;
    }

    @Override
    protected double computePrefWidth(double height) {
        return 3 * LEAST_WIDTH + 2 * GAP;
    }

    @Override
    protected double computeMinWidth(double height) {
        return LEAST_WIDTH;
    }

    @Override
    protected void layoutChildren() {
        int columns = columns(getWidth());
        double width = (getWidth() - (columns - 1) * GAP) / columns;
        for (int i = 0; i < getChildren().size(); i++) {
            double x = Math.rint(i % columns * (width + GAP));
            double right = Math.floor(i % columns * (width + GAP) + width);
            getChildren()
                    .get(i)
                    .resizeRelocate(x, i / columns * (panelHeight + GAP), right - x, panelHeight);
        }
    }
}
