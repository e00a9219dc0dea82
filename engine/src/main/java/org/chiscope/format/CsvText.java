package org.chiscope.format;

/** Texts in comma-separated tables. */
public final class CsvText {
    private CsvText() {}

    /** {@code name}, quoted as RFC 4180 does where it needs that. */
    public static String quoted(String name) {
        boolean plain = name.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
