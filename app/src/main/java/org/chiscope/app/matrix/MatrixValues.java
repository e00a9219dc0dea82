package org.chiscope.app.matrix;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.chiscope.app.chart.ColourRange;
import org.chiscope.app.chart.MatrixData;
import org.chiscope.app.document.CellReport;
import org.chiscope.app.document.ComponentText;
import org.chiscope.app.document.Reading;
import org.chiscope.app.theme.Tint;
import org.chiscope.experiment.ComponentInfo;
import org.chiscope.experiment.EnsembleProgress;
import org.chiscope.experiment.PatternInfo;
import org.chiscope.experiment.Snapshot;
import org.chiscope.response.Cell;
import org.chiscope.response.Estimate;
import org.chiscope.response.Part;
import org.chiscope.response.SusceptibilityRow;
import org.jspecify.annotations.Nullable;

/** What the matrix chart draws of a snapshot. */
public final class MatrixValues {
    private static final int CATEGORIES = 8;

    private MatrixValues() {}

    /**
     * The matrix of {@code snapshot}.
     *
     * @param limit what the ends of the colours stand for, or null to let the values decide
     */
    public static MatrixData of(
            Snapshot snapshot,
            Part part,
            Scaling scaling,
            Marking marking,
            @Nullable Double limit) {
        boolean[][] noise = marking.noise(snapshot, part);
        List<MatrixData.Row> rows = new ArrayList<>();
        List<List<MatrixData.Cell>> cells = new ArrayList<>();
        int layers = layers(snapshot.components());
        for (int r = 0; r < snapshot.components().size(); r++) {
            EnsembleProgress progress = snapshot.rowProgress(r);
            rows.add(
                    row(
                            snapshot.components().get(r),
                            layers,
                            progress.draws(),
                            snapshot.drawsTotalPerEnsemble(),
                            progress(snapshot, progress)));
            cells.add(cells(snapshot, r, part, scaling, noise[r]));
        }
        double[] values =
                cells.stream()
                        .flatMap(List::stream)
                        .flatMapToDouble(
                                cell ->
                                        cell instanceof MatrixData.Value value
                                                ? DoubleStream.of(value.value())
                                                : DoubleStream.empty())
                        .toArray();
        ColourRange range =
                limit == null ? ColourRange.of(values) : ColourRange.withLimit(values, limit);
        return new MatrixData(
                rows,
                columns(snapshot.patterns()),
                cells,
                range,
                scaling.quantity(Reading.of(snapshot)),
                marking.legend());
    }

    /** The matrix of a model that has not been sampled: every cell waits. */
    public static MatrixData waiting(
            List<ComponentInfo> components, List<PatternInfo> patterns, Reading reading) {
        int layers = layers(components);
        List<MatrixData.Cell> row = Collections.nCopies(patterns.size(), new MatrixData.Waiting());
        return new MatrixData(
                components.stream()
                        .map(c -> row(c, layers, 0, 0, MatrixData.Progress.WAITING))
                        .toList(),
                columns(patterns),
                Collections.nCopies(components.size(), row),
                ColourRange.of(new double[0]),
                Scaling.RAW.quantity(reading),
                Marking.TWO_ERRORS.legend());
    }

    private static MatrixData.Row row(
            ComponentInfo component,
            int layers,
            int draws,
            int totalDraws,
            MatrixData.Progress progress) {
        return new MatrixData.Row(
                component.name(),
                ComponentText.label(component),
                ComponentText.group(component),
                ComponentText.tint(component, layers),
                draws,
                totalDraws,
                progress);
    }

    private static MatrixData.Progress progress(Snapshot snapshot, EnsembleProgress ensemble) {
        if (ensemble.failedChains() == ensemble.chains().size()) {
            return MatrixData.Progress.FAILED;
        }
        if (ensemble.running()) {
            return MatrixData.Progress.RUNNING;
        }
        boolean done =
                ensemble.chains().stream()
                        .allMatch(c -> c.failed() || c.draws() >= snapshot.drawsPerChain());
        if (done) {
            return MatrixData.Progress.DONE;
        }
        return ensemble.draws() == 0 ? MatrixData.Progress.WAITING : MatrixData.Progress.PAUSED;
    }

    private static List<MatrixData.Column> columns(List<PatternInfo> patterns) {
        Map<String, Integer> families = new LinkedHashMap<>();
        List<MatrixData.Column> columns = new ArrayList<>();
        for (PatternInfo pattern : patterns) {
            families.putIfAbsent(pattern.family(), 1 + families.size() % CATEGORIES);
            columns.add(
                    new MatrixData.Column(
                            pattern.name(),
                            pattern.family(),
                            Tint.of(families.getOrDefault(pattern.family(), 1))));
        }
        return columns;
    }

    private static List<MatrixData.Cell> cells(
            Snapshot snapshot, int row, Part part, Scaling scaling, boolean[] noise) {
        SusceptibilityRow estimates = snapshot.matrix().row(row);
        List<MatrixData.Cell> cells = new ArrayList<>();
        double norm = estimates == null ? Double.NaN : norm(estimates, part);
        for (int c = 0; c < snapshot.patterns().size(); c++) {
            CellReport report = CellReport.of(snapshot, row, c);
            Cell cell = report.cell();
            if (cell != null) {
                cells.add(cell(part.of(cell), scaling, norm, noise[c], report.shiftReason()));
            } else if (report.reason().isEmpty()) {
                cells.add(new MatrixData.Waiting());
            } else {
                cells.add(new MatrixData.Missing(report.reason()));
            }
        }
        return cells;
    }

    private static MatrixData.Cell cell(
            Estimate estimate, Scaling scaling, double norm, boolean noise, String shiftReason) {
        double error = estimate.monteCarloError();
        double value =
                switch (scaling) {
                    case RAW -> estimate.value();
                    case OVER_ERROR -> estimate.value() / error;
                    case ROWS_OVER_NORM -> estimate.value() / norm;
                };
        if (!Double.isFinite(value)) {
            return new MatrixData.Missing(whyNot(estimate, scaling, shiftReason));
        }
        double significance = Double.isNaN(error) ? 0 : Math.abs(estimate.value()) / error;
        return new MatrixData.Value(value, Double.isNaN(significance) ? 0 : significance, noise);
    }

    private static String whyNot(Estimate estimate, Scaling scaling, String shiftReason) {
        if (!Double.isFinite(estimate.value())) {
            return shiftReason.isEmpty()
                    ? "There are too few draws for this estimate."
                    : shiftReason;
        }
        return switch (scaling) {
            case RAW -> "There are too few draws for this estimate.";
            case OVER_ERROR -> "The standard error is not known yet: it needs more draws.";
            case ROWS_OVER_NORM -> "The row's norm is zero.";
        };
    }

    private static double norm(SusceptibilityRow row, Part part) {
        return Math.sqrt(
                row.cells().stream()
                        .mapToDouble(cell -> part.of(cell).value())
                        .filter(Double::isFinite)
                        .map(v -> v * v)
                        .sum());
    }

    private static int layers(List<ComponentInfo> components) {
        return components.stream().mapToInt(ComponentInfo::layer).max().orElse(-1) + 1;
    }
}
