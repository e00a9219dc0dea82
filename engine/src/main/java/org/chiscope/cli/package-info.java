/**
 * Floor 9: the command line over experiments; knows no window.
 *
 * <p>Read {@link org.chiscope.cli.Main} first. A launcher joins its own commands to these.
 */
@NullMarked
package org.chiscope.cli;

import org.jspecify.annotations.NullMarked;
