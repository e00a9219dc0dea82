/**
 * Floor 8: the description of an experiment, its run and its results folder; shows nothing.
 *
 * <p>Read {@link org.chiscope.experiment.Experiment} first, then {@link
 * org.chiscope.experiment.ExperimentRun} and {@link org.chiscope.experiment.Snapshot}. A run holds
 * in memory 8 bytes a pattern, draw and chain; while it estimates also about 100 bytes an example,
 * and 16 an example and chain. Its statistics of single examples, up to 16 bytes an example and
 * chain and 8 more a super-block, lie on the heap up to 256 MB, and beyond it on the disk of the
 * results folder, mapped.
 */
@NullMarked
package org.chiscope.experiment;

import org.jspecify.annotations.NullMarked;
