package org.chiscope.math;

/** What the system property {@code chiscope.lanes} asks for. Needs nothing of the Vector API. */
final class AskedLanes {
    static final String PROPERTY = "chiscope.lanes";

    private AskedLanes() {}

    /** 1 for scalar kernels, 4, 8 or 16 lanes; 0 if nothing, or nothing sensible, is asked. */
    static int count() {
        return switch (System.getProperty(PROPERTY, "")) {
            case "1" -> 1;
            case "4" -> 4;
            case "8" -> 8;
            case "16" -> 16;
            default -> 0;
        };
    }
}
