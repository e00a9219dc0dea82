package org.chiscope.app.development;

/** What the panels show over the training. */
public enum Quantity {
    RESPONSE("χ"),
    LAMBDA("λ-hat"),
    PREFIX_MATCHING("prefix matching"),
    PREVIOUS_TOKEN("previous token");

    private final String label;

    Quantity(String label) {
        this.label = label;
    }

    /** A word or two. */
    public String label() {
        return label;
    }

    /** Whether it is a score of a head, between 0 and 1. */
    public boolean score() {
        return this == PREFIX_MATCHING || this == PREVIOUS_TOKEN;
    }
}
