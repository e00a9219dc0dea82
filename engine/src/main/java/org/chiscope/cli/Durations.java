package org.chiscope.cli;

/** Lengths of time as people say them. */
final class Durations {

    private Durations() {}

    /** Such as {@code 2 h 5 min}, {@code 3 min 20 s}, {@code 12 s}; {@code ?} for NaN. */
    static String text(double seconds) {
        if (!(seconds >= 0) || seconds > 1e12) {
            return "?";
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        if (whole < 3600) {
            return whole / 60 + " min " + whole % 60 + " s";
        }
        long minutes = Math.round(seconds / 60);
        return minutes / 60 + " h " + minutes % 60 + " min";
    }
}
