/**
 * What is open in the window: a model, and the run of an experiment on it; and the words in which
 * its components and cells are spoken of. Knows no control.
 *
 * <p>Read {@link org.chiscope.app.document.ExperimentDocument} first. Perspectives observe it and
 * command it; sampling itself is the engine's {@code ExperimentRun}.
 */
@NullMarked
package org.chiscope.app.document;

import org.jspecify.annotations.NullMarked;
