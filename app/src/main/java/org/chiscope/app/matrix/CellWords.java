package org.chiscope.app.matrix;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.document.CellReport;
import org.chiscope.app.document.Reading;
import org.chiscope.response.Cell;
import org.chiscope.response.Estimate;
import org.chiscope.response.Part;

/**
 * A cell in words and numbers, each number with its error.
 *
 * @param title {@code Head 1:6 × induction}
 * @param value the number alone, {@code −1.17}; empty where there is none
 * @param error its Monte-Carlo standard error with the unit, {@code ± 0.07 × 10⁻³ nats²}
 * @param sign −1 where it expresses the pattern, 1 where it suppresses it, 0 where that is unknown
 * @param sentence {@code Expresses the pattern, 17 standard errors from 0}, or why there is no
 *     value
 * @param details what it rests on, a line each
 */
public record CellWords(
        String title, String value, String error, int sign, String sentence, List<String> details) {

    /** The words on the {@code part} of a report. */
    public static CellWords of(CellReport report, Part part) {
        Cell cell = report.cell();
        if (cell == null || Double.isNaN(part.of(cell).value())) {
            return new CellWords(report.title(), "", "", 0, whyNone(report), pattern(report));
        }
        Estimate estimate = part.of(cell);
        int exponent = NumberText.exponent(Math.abs(estimate.value()) + error(estimate));
        List<String> details = new ArrayList<>();
        if (!Double.isNaN(estimate.dataError())) {
            details.add(
                    "± "
                            + scaled(estimate, estimate.dataError(), exponent)
                            + " from the data, beside the draws' ± "
                            + scaled(estimate, estimate.monteCarloError(), exponent));
        }
        details.add(
                NumberText.count(cell.draws())
                        + " draws · effective size "
                        + (Double.isNaN(cell.ess())
                                ? "unknown"
                                : NumberText.count(Math.round(cell.ess()))));
        details.addAll(pattern(report));
        return new CellWords(
                report.title(),
                scaled(estimate, estimate.value(), exponent),
                (Double.isNaN(estimate.monteCarloError())
                                ? ""
                                : "± "
                                        + scaled(estimate, estimate.monteCarloError(), exponent)
                                        + " ")
                        + NumberText.unit(exponent, report.reading().squareUnit()),
                estimate.isNoise() ? 0 : (int) Math.signum(estimate.value()),
                sentence(estimate, report.reading()),
                details);
    }

    /** {@code number}, in the unit and with the decimals of {@code estimate}. */
    public static String scaled(Estimate estimate, double number, int exponent) {
        double power = Math.pow(10, exponent);
        int decimals =
                NumberText.decimals(estimate.value() / power, estimate.monteCarloError() / power);
        return NumberText.fixed(number / power, decimals);
    }

    /** Value and error with their unit: {@code −1.05 ± 0.05}. */
    public static String brief(Estimate estimate, int exponent) {
        if (Double.isNaN(estimate.value())) {
            return "–";
        }
        return scaled(estimate, estimate.value(), exponent)
                + (Double.isNaN(estimate.monteCarloError())
                        ? ""
                        : " ± " + scaled(estimate, estimate.monteCarloError(), exponent));
    }

    private static double error(Estimate estimate) {
        return Double.isNaN(estimate.monteCarloError()) ? 0 : estimate.monteCarloError();
    }

    private static String whyNone(CellReport report) {
        if (!report.reason().isEmpty()) {
            return report.reason();
        }
        if (report.cell() != null && !report.shiftReason().isEmpty()) {
            return report.shiftReason();
        }
        return "No draws yet: its chains have not got this far.";
    }

    private static List<String> pattern(CellReport report) {
        if (report.reading() == Reading.RESPONSES) {
            return List.of(report.pattern().description());
        }
        return List.of(
                NumberText.count(report.pattern().tokens())
                        + " tokens in "
                        + NumberText.count(report.pattern().contexts())
                        + " contexts");
    }

    /** What the estimate says, and how surely. */
    public static String sentence(Estimate estimate, Reading reading) {
        double error = estimate.monteCarloError();
        if (!(error > 0)) {
            return "The standard error is not known yet: it needs more draws.";
        }
        double distance = Math.abs(estimate.value()) / error;
        String errors =
                distance >= 9.95
                        ? NumberText.count(Math.round(distance))
                        : NumberText.fixed(distance, 1);
        if (estimate.isNoise()) {
            return "Within noise: " + errors + " standard errors from 0";
        }
        String says = estimate.value() < 0 ? reading.negative() : reading.positive();
        return Character.toUpperCase(says.charAt(0))
                + says.substring(1)
                + ", "
                + errors
                + " standard errors from 0";
    }
}
