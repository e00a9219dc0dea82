/**
 * Our own controls that draw data: the χ matrix with its colour bar. They know no experiment:
 * {@link org.chiscope.app.chart.MatrixData} holds all that is drawn.
 *
 * <p>Read {@link org.chiscope.app.chart.MatrixData} first, then {@link
 * org.chiscope.app.chart.MatrixChart}. Layout is in {@link org.chiscope.app.chart.MatrixGeometry},
 * pixels and marks in the painters; all of it runs on the FX thread.
 */
@NullMarked
package org.chiscope.app.chart;

import org.jspecify.annotations.NullMarked;
