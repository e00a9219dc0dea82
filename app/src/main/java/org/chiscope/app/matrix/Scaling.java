package org.chiscope.app.matrix;

import org.chiscope.app.chart.MatrixData.Quantity;

/** What the estimates are divided by before they are coloured. */
public enum Scaling {
    RAW("raw", new Quantity("χ", "nats²")),
    OVER_ERROR("÷ standard error", new Quantity("χ ÷ its standard error", "")),
    ROWS_OVER_NORM("rows ÷ norm", new Quantity("χ ÷ norm of its row", ""));

    private final String label;
    private final Quantity quantity;

    Scaling(String label, Quantity quantity) {
        this.label = label;
        this.quantity = quantity;
    }

    /** What a person reads. */
    public String label() {
        return label;
    }

    public Quantity quantity() {
        return quantity;
    }
}
