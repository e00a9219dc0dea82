package org.chiscope.app.chart;

/** Where a cell is: row and column, both from 0. */
public record CellPosition(int row, int column) {}
