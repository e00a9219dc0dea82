package org.chiscope.app.examples;

/** In which order examples that are no text stand on the page. */
public enum ExampleOrder {
    GIVEN("as given"),
    /** The most expressed first. */
    VALUE("by χ");

    private final String label;

    ExampleOrder(String label) {
        this.label = label;
    }

    /** What a person reads. */
    public String label() {
        return label;
    }
}
