package org.chiscope.training;

/** A training whose loss is no longer finite. The message is one sentence that says what to do. */
public final class DivergedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    DivergedException(String sentence) {
        super(sentence);
    }
}
