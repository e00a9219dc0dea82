package org.chiscope.app.development;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.document.ComponentText;
import org.chiscope.app.document.OpenModel;
import org.chiscope.app.document.Reading;
import org.chiscope.app.theme.Tint;
import org.chiscope.experiment.ComponentInfo;
import org.chiscope.experiment.DevelopmentTable;
import org.chiscope.experiment.LossLog;
import org.chiscope.network.Component;
import org.chiscope.response.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * A development that is shown. Immutable.
 *
 * @param table its numbers
 * @param steps of its checkpoints, ascending
 * @param log the losses of the training; null without a log
 * @param rows how its components are shown
 * @param results the results folder of each checkpoint; null where there is none
 * @param shipped whether it came with the model
 * @param unit of χ; empty for pure numbers
 */
public record DevelopmentState(
        DevelopmentTable table,
        List<Double> steps,
        @Nullable LossLog log,
        List<Row> rows,
        List<Optional<Path>> results,
        boolean shipped,
        String unit) {

    /**
     * A component.
     *
     * @param name the engine's
     * @param label on an axis
     * @param title in words
     * @param tint of its kind
     */
    public record Row(String name, String label, String title, Tint tint) {}

    /** Copies the lists. */
    public DevelopmentState {
        steps = List.copyOf(steps);
        rows = List.copyOf(rows);
        results = List.copyOf(results);
    }

    static DevelopmentState of(DevelopmentFiles.Found found, OpenModel model) {
        List<ComponentInfo> known = model.components();
        int layers = 1 + known.stream().mapToInt(ComponentInfo::layer).max().orElse(-1);
        List<Row> rows = new ArrayList<>();
        for (String name : found.table().components()) {
            ComponentInfo component =
                    known.stream()
                            .filter(each -> each.name().equals(name))
                            .findFirst()
                            .orElse(new ComponentInfo(name, Component.Kind.OTHER, -1, 0));
            rows.add(
                    new Row(
                            name,
                            ComponentText.label(component),
                            ComponentText.title(component),
                            ComponentText.tint(component, layers)));
        }
        return new DevelopmentState(
                found.table(),
                found.steps(),
                found.log(),
                rows,
                found.results(),
                found.shipped(),
                Reading.of(model.system().rows()).squareUnit());
    }

    /** The quantities that the data hold. */
    public List<Quantity> quantities() {
        return table.scored()
                ? List.of(Quantity.values())
                : List.of(Quantity.RESPONSE, Quantity.LAMBDA);
    }

    /** A value at a checkpoint; scores have no error. */
    public Estimate value(Quantity quantity, int stage, int row, int pattern) {
        DevelopmentTable.Row at = table.stages().get(stage).rows().get(row);
        return switch (quantity) {
            case RESPONSE -> at.cells().get(pattern);
            case LAMBDA -> at.lambda();
            case PREFIX_MATCHING -> exact(at.prefixMatching());
            case PREVIOUS_TOKEN -> exact(at.previousToken());
        };
    }

    private static Estimate exact(double value) {
        return new Estimate(value, Double.NaN, Double.NaN, 0);
    }

    /** A step in words: {@code 4 000}. */
    public String step(int stage) {
        return NumberText.count(Math.round(steps.get(stage)));
    }

    /** The place of a component; −1 if there is none. */
    int row(String component) {
        return table.components().indexOf(component);
    }

    /**
     * The range that a vertical axis needs, 0 included: values with two standard errors on either
     * side.
     *
     * @param of the rows that share it
     * @return low and high
     */
    double[] range(Quantity quantity, int pattern, List<Integer> of) {
        if (quantity.score()) {
            return new double[] {0, 1};
        }
        double low = 0;
        double high = 0;
        for (int row : of) {
            for (int s = 0; s < steps.size(); s++) {
                Estimate value = value(quantity, s, row, pattern);
                double error =
                        Double.isFinite(value.monteCarloError()) ? 2 * value.monteCarloError() : 0;
                if (Double.isFinite(value.value())) {
                    low = Math.min(low, value.value() - error);
                    high = Math.max(high, value.value() + error);
                }
            }
        }
        double margin = high > low ? 0.05 * (high - low) : 1;
        return new double[] {low < 0 ? low - margin : 0, high + margin};
    }

    /** The largest change on a pattern that stands out of its error, in one sentence. */
    public String largestChange(int pattern) {
        return table.largestChange(pattern)
                .map(
                        found -> {
                            Estimate change = found.change();
                            int exponent = NumberText.exponent(Math.abs(change.value()));
                            return rows.get(found.component()).label()
                                    + " × "
                                    + table.patterns().get(pattern)
                                    + (change.value() < 0 ? " falls" : " rises")
                                    + " most between steps "
                                    + step(found.stage() - 1)
                                    + " and "
                                    + step(found.stage())
                                    + ": "
                                    + withError(change, exponent)
                                    + ending(NumberText.unit(exponent, unit));
                        })
                .orElse(
                        "None of the changes between neighbouring checkpoints is beyond "
                                + NumberText.plain(DevelopmentTable.TOLD_FROM)
                                + " standard errors.");
    }

    private static String ending(String unit) {
        return (unit.isEmpty() ? "" : " " + unit) + ".";
    }

    private static String withError(Estimate estimate, int exponent) {
        double unit = Math.pow(10, exponent);
        double value = estimate.value() / unit;
        double error = estimate.monteCarloError() / unit;
        int decimals = NumberText.decimals(value, error);
        return (value > 0 ? "+" : "")
                + NumberText.fixed(value, decimals)
                + " ± "
                + NumberText.fixed(error, decimals);
    }

    /** The pattern on which something changes most, by its standard errors. */
    int standardPattern() {
        int best = table.patterns().size() - 1;
        double most = 0;
        for (int k = 0; k < table.patterns().size(); k++) {
            for (int s = 1; s < steps.size(); s++) {
                for (int c = 0; c < rows.size(); c++) {
                    Estimate change = table.change(s, c, k);
                    double ratio = Math.abs(change.value()) / change.monteCarloError();
                    if (Double.isFinite(ratio) && ratio > most) {
                        most = ratio;
                        best = k;
                    }
                }
            }
        }
        return best;
    }

    /** Names of the log's losses with their values; none without a log. */
    Map<String, List<Double>> losses() {
        LossLog known = log;
        return known == null ? Map.of() : known.losses();
    }
}
