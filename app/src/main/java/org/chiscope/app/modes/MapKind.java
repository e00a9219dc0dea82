package org.chiscope.app.modes;

/** How examples are laid out in a plane. */
public enum MapKind {
    /** By their response along two modes. */
    MODES("Modes"),
    /** By the first two principal components of their responses. */
    PCA("PCA");

    private final String label;

    MapKind(String label) {
        this.label = label;
    }

    /** What a person reads. */
    public String label() {
        return label;
    }
}
