package org.chiscope.app.matrix;

import org.chiscope.app.chart.MatrixData.Quantity;
import org.chiscope.app.document.Reading;

/** What the estimates are divided by before they are coloured. */
public enum Scaling {
    RAW("raw", "χ"),
    OVER_ERROR("÷ standard error", "χ ÷ its standard error"),
    ROWS_OVER_NORM("rows ÷ norm", "χ ÷ norm of its row");

    private final String label;
    private final String quantity;

    Scaling(String label, String quantity) {
        this.label = label;
        this.quantity = quantity;
    }

    /** What a person reads. */
    public String label() {
        return label;
    }

    /** What the numbers are, in a matrix that is read so. */
    public Quantity quantity(Reading reading) {
        return new Quantity(
                quantity,
                this == RAW ? reading.squareUnit() : "",
                reading.negative(),
                reading.positive());
    }
}
