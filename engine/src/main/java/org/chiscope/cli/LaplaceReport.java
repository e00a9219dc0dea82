package org.chiscope.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.chiscope.experiment.LaplaceComparison;
import org.chiscope.format.CsvText;
import org.chiscope.geometry.LaplaceRow;
import org.chiscope.response.Estimate;

/** What {@code laplace} prints, and its table. */
final class LaplaceReport {
    private static final String CSV_HEADER =
            "component,pattern,lambda,smallest_eigenvalue,largest_eigenvalue,"
                    + "fluctuation,shift,joint,sampled_fluctuation,sampled_se_mc,away\n";

    /** Asymmetry of a Hessian above which its numbers are called rough. */
    private static final double ROUGH = 1e-3;

    private final LaplaceComparison comparison;
    private final int nameWidth;

    LaplaceReport(LaplaceComparison comparison) {
        this.comparison = comparison;
        nameWidth =
                Math.max(
                        9,
                        comparison.rows().stream()
                                .mapToInt(row -> row.component().length())
                                .max()
                                .orElse(0));
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(ensembles());
        lines.add("");
        lines.addAll(comparison.sampled() == null ? matrix() : cells());
        List<String> remarks = remarks();
        if (!remarks.isEmpty()) {
            lines.add("");
            lines.addAll(remarks);
        }
        return lines;
    }

    private List<String> ensembles() {
        boolean compared = comparison.sampled() != null;
        List<String> lines = new ArrayList<>();
        lines.add(
                name("component")
                        + " parameters      lambda    smallest     largest"
                        + (compared ? "      sampled lambda  away" : ""));
        for (int r = -1; r < comparison.rows().size(); r++) {
            LaplaceRow row = r < 0 ? comparison.full() : comparison.rows().get(r);
            if (!(row instanceof LaplaceRow.Found found)) {
                continue;
            }
            String line =
                    String.format(
                            Locale.ROOT,
                            "%s %10d %11s %11.4g %11.4g",
                            name(found.component()),
                            found.parameters(),
                            Double.isNaN(found.lambda())
                                    ? "-"
                                    : String.format(Locale.ROOT, "%.4g", found.lambda()),
                            found.smallest(),
                            found.largest());
            Estimate sampled = comparison.sampledLambda(r);
            lines.add(
                    compared
                            ? line
                                    + String.format(
                                            Locale.ROOT,
                                            " %19s %5s",
                                            Double.isNaN(sampled.value())
                                                    ? "-"
                                                    : String.format(
                                                            Locale.ROOT,
                                                            "%.4g ± %.1g",
                                                            sampled.value(),
                                                            sampled.monteCarloError()),
                                            away(LaplaceComparison.away(sampled, found.lambda())))
                            : line);
        }
        return lines;
    }

    private List<String> matrix() {
        List<String> patterns = comparison.patterns();
        List<String> lines = new ArrayList<>();
        StringBuilder header = new StringBuilder(name("chi"));
        for (String pattern : patterns) {
            header.append("  ").append(padded(pattern, width(pattern)));
        }
        lines.add(header.toString());
        for (LaplaceRow row : comparison.rows()) {
            if (row instanceof LaplaceRow.Found found) {
                StringBuilder line = new StringBuilder(name(found.component()));
                for (int k = 0; k < patterns.size(); k++) {
                    line.append("  ")
                            .append(padded(chi(found.fluctuation()[k]), width(patterns.get(k))));
                }
                lines.add(line.toString());
            }
        }
        return lines;
    }

    private static int width(String pattern) {
        return Math.max(10, pattern.length());
    }

    private List<String> cells() {
        int patternWidth = comparison.patterns().stream().mapToInt(String::length).max().orElse(0);
        patternWidth = Math.max(7, patternWidth);
        List<String> lines = new ArrayList<>();
        lines.add(
                name("component")
                        + " "
                        + left("pattern", patternWidth)
                        + "    Laplace             sampled  away");
        int known = 0;
        int within = 0;
        for (int r = 0; r < comparison.rows().size(); r++) {
            if (!(comparison.rows().get(r) instanceof LaplaceRow.Found found)) {
                continue;
            }
            for (int k = 0; k < comparison.patterns().size(); k++) {
                Estimate sampled = comparison.sampledFluctuation(r, k);
                double away = LaplaceComparison.away(sampled, found.fluctuation()[k]);
                known += Double.isNaN(away) ? 0 : 1;
                within += Math.abs(away) <= 2 ? 1 : 0;
                lines.add(
                        name(found.component())
                                + " "
                                + left(comparison.patterns().get(k), patternWidth)
                                + " "
                                + padded(chi(found.fluctuation()[k]), 10)
                                + " "
                                + padded(number(sampled), 19)
                                + " "
                                + padded(away(away), 5));
            }
        }
        lines.add("");
        lines.add(
                known == 0
                        ? "Nothing is sampled yet that could be compared."
                        : within
                                + " of "
                                + known
                                + " sampled values lie within 2 standard errors of the"
                                + " approximation, which is exact where losses are quadratic and"
                                + " the leading term elsewhere.");
        return lines;
    }

    private List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        Stream.concat(Stream.of(comparison.full()), comparison.rows().stream())
                .filter(LaplaceRow.Indefinite.class::isInstance)
                .forEach(row -> remarks.add(((LaplaceRow.Indefinite) row).sentence()));
        String tooLarge = comparison.tooLarge();
        if (tooLarge != null) {
            remarks.add(tooLarge);
        }
        if (!(comparison.full() instanceof LaplaceRow.Found)) {
            remarks.add("Shift and joint are unknown, as the full ensemble has no approximation.");
        }
        List<String> rough =
                comparison.rows().stream()
                        .filter(
                                row ->
                                        row instanceof LaplaceRow.Found found
                                                && found.asymmetry() > ROUGH)
                        .map(LaplaceRow::component)
                        .toList();
        if (!rough.isEmpty()) {
            remarks.add(
                    "Rough: the Hessians of "
                            + String.join(", ", rough)
                            + " are not symmetric to a thousandth, so their losses are not smooth"
                            + " near w* (kinks of ReLU, say).");
        }
        return remarks;
    }

    /** A line a cell, in nats²; what is unknown is empty. */
    String csv() {
        StringBuilder table = new StringBuilder(CSV_HEADER);
        for (int r = 0; r < comparison.rows().size(); r++) {
            if (!(comparison.rows().get(r) instanceof LaplaceRow.Found found)) {
                continue;
            }
            for (int k = 0; k < comparison.patterns().size(); k++) {
                Estimate sampled = comparison.sampledFluctuation(r, k);
                table.append(CsvText.quoted(found.component()))
                        .append(',')
                        .append(CsvText.quoted(comparison.patterns().get(k)));
                for (double value :
                        new double[] {
                            found.lambda(),
                            found.smallest(),
                            found.largest(),
                            found.fluctuation()[k],
                            found.shift()[k],
                            found.joint(k),
                            sampled.value(),
                            sampled.monteCarloError(),
                            LaplaceComparison.away(sampled, found.fluctuation()[k])
                        }) {
                    table.append(',').append(Double.isFinite(value) ? value : "");
                }
                table.append('\n');
            }
        }
        return table.toString();
    }

    private String name(String name) {
        return left(name, nameWidth);
    }

    private static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String padded(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static String chi(double value) {
        return String.format(Locale.ROOT, "%+.3e", value);
    }

    private static String number(Estimate estimate) {
        return Double.isNaN(estimate.value())
                ? "-"
                : String.format(
                        Locale.ROOT, "%+.2e ± %.1e", estimate.value(), estimate.monteCarloError());
    }

    private static String away(double errors) {
        return Double.isNaN(errors) ? "-" : String.format(Locale.ROOT, "%+.1f", errors);
    }
}
