/**
 * Floor 5: optimisers, schedules and checkpoints: how the sample models were made; knows no
 * susceptibility.
 *
 * <p>Read {@link org.chiscope.training.Trainer} first, then {@link
 * org.chiscope.training.TrainingPlan}.
 */
@NullMarked
package org.chiscope.training;

import org.jspecify.annotations.NullMarked;
