/**
 * The Library perspective: sample models, recent experiments, and the way to one's own.
 *
 * <p>Read {@link org.chiscope.app.library.LibraryViewModel} first. Opening is the document's work.
 */
@NullMarked
package org.chiscope.app.library;

import org.jspecify.annotations.NullMarked;
