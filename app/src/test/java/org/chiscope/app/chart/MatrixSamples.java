package org.chiscope.app.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.chiscope.app.chart.MatrixData.Cell;
import org.chiscope.app.chart.MatrixData.Column;
import org.chiscope.app.chart.MatrixData.Progress;
import org.chiscope.app.chart.MatrixData.Quantity;
import org.chiscope.app.chart.MatrixData.Row;
import org.chiscope.app.chart.MatrixData.Value;
import org.chiscope.app.theme.Tint;

/** Matrices for tests. */
final class MatrixSamples {
    private MatrixSamples() {}

    /** Rows in groups of 8, columns in families of 4; cell (r, c) is (r − c) ÷ 10, none noisy. */
    static MatrixData of(int rows, int columns) {
        List<List<Cell>> cells = new ArrayList<>();
        for (int r = 0; r < rows; r++) {
            List<Cell> row = new ArrayList<>();
            for (int c = 0; c < columns; c++) {
                row.add(new Value((r - c) / 10.0, Math.abs(r - c), false));
            }
            cells.add(row);
        }
        return with(cells);
    }

    /** A matrix of these cells. */
    static MatrixData with(List<List<Cell>> cells) {
        List<Row> rows = new ArrayList<>();
        for (int r = 0; r < cells.size(); r++) {
            rows.add(
                    new Row(
                            "l0h" + r,
                            "0:" + r,
                            "group " + r / 8,
                            Tint.of(6),
                            100,
                            100,
                            Progress.DONE));
        }
        List<Column> columns = new ArrayList<>();
        for (int c = 0; c < cells.get(0).size(); c++) {
            columns.add(new Column("pattern " + c, "family " + c / 4, Tint.of(1 + c / 4 % 8)));
        }
        double[] values =
                cells.stream()
                        .flatMap(List::stream)
                        .flatMapToDouble(
                                cell ->
                                        cell instanceof Value v
                                                ? DoubleStream.of(v.value())
                                                : DoubleStream.empty())
                        .toArray();
        return new MatrixData(
                rows,
                columns,
                cells,
                ColourRange.of(values),
                new Quantity("χ", "nats²", "expresses", "suppresses"),
                "noise");
    }
}
