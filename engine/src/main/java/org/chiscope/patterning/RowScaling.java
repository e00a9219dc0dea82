package org.chiscope.patterning;

/** How much each component's miss counts when a target cannot be reached. */
public enum RowScaling {
    /** As many nats as it is. */
    RAW("raw"),
    /** In units of the row's norm: weak components count as much as strong ones. */
    NORM("rows ÷ norm");

    private final String label;

    RowScaling(String label) {
        this.label = label;
    }

    /** What a person reads. */
    public String label() {
        return label;
    }
}
