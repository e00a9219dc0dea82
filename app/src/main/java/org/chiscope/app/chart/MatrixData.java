package org.chiscope.app.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chiscope.app.theme.Tint;

/**
 * All that a matrix chart draws, once: rows, columns and a cell for each pair.
 *
 * @param cells a list of {@code columns.size()} cells for each row
 * @param range what the ends of the colour map stand for
 * @param quantity what the numbers are
 * @param noiseLegend what it means that a cell is noise, {@code |χ| ≤ 2 se}
 */
public record MatrixData(
        List<Row> rows,
        List<Column> columns,
        List<List<Cell>> cells,
        ColourRange range,
        Quantity quantity,
        String noiseLegend) {

    /**
     * @throws IllegalArgumentException if the cells do not form rows × columns
     */
    public MatrixData {
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
        cells = cells.stream().map(List::copyOf).toList();
        if (cells.size() != rows.size()) {
            throw new IllegalArgumentException(
                    "A matrix of "
                            + rows.size()
                            + " rows needs as many rows of cells, but got "
                            + cells.size()
                            + ".");
        }
        for (int r = 0; r < cells.size(); r++) {
            if (cells.get(r).size() != columns.size()) {
                throw new IllegalArgumentException(
                        "Row "
                                + rows.get(r).name()
                                + " needs "
                                + columns.size()
                                + " cells, but got "
                                + cells.get(r).size()
                                + ".");
            }
        }
    }

    public Cell cell(int row, int column) {
        return cells.get(row).get(column);
    }

    public Cell cell(CellPosition position) {
        return cell(position.row(), position.column());
    }

    /** Where the cell of that row and column is, by their names. */
    public Optional<CellPosition> position(String row, String column) {
        for (int r = 0; r < rows.size(); r++) {
            if (rows.get(r).name().equals(row)) {
                for (int c = 0; c < columns.size(); c++) {
                    if (columns.get(c).name().equals(column)) {
                        return Optional.of(new CellPosition(r, c));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The rows of those names alone, in colours of their own range. */
    public MatrixData only(Set<String> names) {
        List<Row> kept = new ArrayList<>();
        List<List<Cell>> keptCells = new ArrayList<>();
        for (int r = 0; r < rows.size(); r++) {
            if (names.contains(rows.get(r).name())) {
                kept.add(rows.get(r));
                keptCells.add(cells.get(r));
            }
        }
        double[] values =
                keptCells.stream()
                        .flatMap(List::stream)
                        .filter(Value.class::isInstance)
                        .mapToDouble(cell -> ((Value) cell).value())
                        .toArray();
        return new MatrixData(
                kept, columns, keptCells, ColourRange.of(values), quantity, noiseLegend);
    }

    /**
     * One component.
     *
     * @param name as it is typed, {@code l1h6}
     * @param label as it is shown, {@code 1:6}
     * @param group rows of one group stand together; a gap parts it from the next
     * @param tint the colour of its kind
     * @param draws how many draws it rests on, over all chains
     * @param totalDraws how many it will rest on
     */
    public record Row(
            String name,
            String label,
            String group,
            Tint tint,
            int draws,
            int totalDraws,
            Progress progress) {}

    /** What a row's ensemble is doing. */
    public enum Progress {
        WAITING,
        RUNNING,
        PAUSED,
        DONE,
        FAILED
    }

    /**
     * One pattern.
     *
     * @param family patterns of one family stand together under one colour
     * @param tint the family's colour
     */
    public record Column(String name, String family, Tint tint) {}

    /** What is known of one component and pattern. */
    public sealed interface Cell {}

    /**
     * An estimate.
     *
     * @param value in the quantity's unit
     * @param significance |χ| ÷ its Monte-Carlo standard error; infinite where that is 0
     * @param noise whether it is to be hatched
     */
    public record Value(double value, double significance, boolean noise) implements Cell {}

    /**
     * No value can be had.
     *
     * @param reason one sentence
     */
    public record Missing(String reason) implements Cell {}

    /** No draws yet. */
    public record Waiting() implements Cell {}

    /**
     * What a matrix' numbers are.
     *
     * @param name for the axis, {@code χ}
     * @param unit {@code nats²}, or empty for a pure number
     * @param negative what a negative number says, {@code expresses the pattern}
     * @param positive what a positive number says
     */
    public record Quantity(String name, String unit, String negative, String positive) {

        /** The words beside an axis in units of 10^exponent: {@code χ in 10⁻³ nats²}. */
        public String axis(int exponent) {
            String words = NumberText.unit(exponent, unit).replace("× ", "");
            return words.isEmpty() ? name : name + " in " + words;
        }
    }
}
