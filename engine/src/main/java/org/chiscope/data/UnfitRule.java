package org.chiscope.data;

import java.io.Serial;

/** A rule asks for what an evaluation set does not have; the message lacks the pattern's name. */
final class UnfitRule extends IllegalArgumentException {
    @Serial private static final long serialVersionUID = 1L;

    UnfitRule(String message) {
        super(message);
    }
}
