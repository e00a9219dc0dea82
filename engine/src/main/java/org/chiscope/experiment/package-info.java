/**
 * Floor 8: the description of an experiment, its run and its results folder; shows nothing.
 *
 * <p>Read {@link org.chiscope.experiment.Experiment} first, then {@link
 * org.chiscope.experiment.ExperimentRun} and {@link org.chiscope.experiment.Snapshot}. A run holds
 * the draws of all its chains in memory: 8 bytes a pattern, draw and chain, and about 50 bytes an
 * example and chain.
 */
@NullMarked
package org.chiscope.experiment;

import org.jspecify.annotations.NullMarked;
