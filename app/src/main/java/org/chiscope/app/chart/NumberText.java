package org.chiscope.app.chart;

import java.util.Locale;

/**
 * Numbers as the window writes them: minus is U+2212, thousands parted by a thin space, powers of
 * ten as × 10⁻³, and as many decimals as the error allows.
 */
public final class NumberText {
    private static final char MINUS = '\u2212';
    private static final char THIN_SPACE = '\u2009';
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private static final int MOST_DECIMALS = 9;

    private NumberText() {}

    /** A count: {@code 6 400}, with a thin space. */
    public static String count(long number) {
        return parted(Long.toString(Math.abs(number)), number < 0);
    }

    /** A number with this many decimals; NaN is an en dash. */
    public static String fixed(double value, int decimals) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "–" : value > 0 ? "∞" : MINUS + "∞";
        }
        String digits = String.format(Locale.ROOT, "%." + decimals + "f", Math.abs(value));
        boolean zero = digits.chars().allMatch(c -> c == '0' || c == '.');
        return parted(digits, value < 0 && !zero);
    }

    /**
     * How many decimals a number with this error deserves: the error keeps one digit, two if it
     * starts with 1. Where the error is unknown, three digits of the value.
     */
    public static int decimals(double value, double error) {
        if (Double.isFinite(error) && error > 0) {
            int lead = (int) Math.floor(Math.log10(error));
            boolean startsWithOne = error / Math.pow(10, lead) < 1.95;
            return Math.clamp(-(long) lead + (startsWithOne ? 1 : 0), 0, MOST_DECIMALS);
        }
        if (!Double.isFinite(value) || value == 0) {
            return 2;
        }
        return Math.clamp(2 - (long) Math.floor(Math.log10(Math.abs(value))), 0, MOST_DECIMALS);
    }

    /**
     * The power of ten, a multiple of 3, by which numbers up to {@code limit} are divided so that
     * the limit lies in 0.1 … 100.
     */
    public static int exponent(double limit) {
        if (!Double.isFinite(limit) || limit <= 0) {
            return 0;
        }
        return 3 * (int) Math.floor((Math.log10(limit) + 1 + 1e-12) / 3);
    }

    /** {@code × 10⁻³}, or nothing for 0. */
    public static String power(int exponent) {
        if (exponent == 0) {
            return "";
        }
        StringBuilder text = new StringBuilder("× 10");
        if (exponent < 0) {
            text.append('⁻');
        }
        for (char digit : Integer.toString(Math.abs(exponent)).toCharArray()) {
            text.append(SUPERSCRIPTS.charAt(digit - '0'));
        }
        return text.toString();
    }

    /** {@code × 10⁻³ nats²}; either part may be missing. */
    public static String unit(int exponent, String unit) {
        return (power(exponent) + " " + unit).strip();
    }

    /**
     * A number of unknown size with three digits: {@code 2 510}, {@code 0.0314}, {@code 1.5 ×
     * 10⁻⁶}.
     */
    public static String plain(double value) {
        double size = Math.abs(value);
        if (size == 0 || !Double.isFinite(value)) {
            return fixed(value, 0);
        }
        if (size >= 1e-4 && size < 1e6) {
            String text = fixed(value, Math.clamp(2 - (long) Math.floor(Math.log10(size)), 0, 6));
            return text.indexOf('.') < 0 ? text : text.replaceAll("0+$", "").replaceAll("\\.$", "");
        }
        int power = (int) Math.floor(Math.log10(size));
        String text = fixed(value / Math.pow(10, power), 2);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "") + " " + power(power);
    }

    /** A length of time: {@code 45 s}, {@code 2 min 50 s}, {@code 1 h 5 min}. */
    public static String duration(double seconds) {
        long whole = Math.max(0, Math.round(seconds));
        if (whole < 60) {
            return whole + " s";
        }
        if (whole < 3600) {
            return whole / 60 + " min" + (whole % 60 == 0 ? "" : " " + whole % 60 + " s");
        }
        return whole / 3600 + " h" + (whole / 60 % 60 == 0 ? "" : " " + whole / 60 % 60 + " min");
    }

    private static String parted(String digits, boolean negative) {
        int point = digits.indexOf('.');
        String whole = point < 0 ? digits : digits.substring(0, point);
        StringBuilder text = new StringBuilder();
        if (negative) {
            text.append(MINUS);
        }
        for (int i = 0; i < whole.length(); i++) {
            if (i > 0 && (whole.length() - i) % 3 == 0) {
                text.append(THIN_SPACE);
            }
            text.append(whole.charAt(i));
        }
        if (point >= 0) {
            text.append(digits, point, digits.length());
        }
        return text.toString();
    }
}
