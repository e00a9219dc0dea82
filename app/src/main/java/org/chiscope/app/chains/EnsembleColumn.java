package org.chiscope.app.chains;

import java.util.Comparator;
import java.util.function.ToDoubleFunction;

/** The columns of the table of ensembles, from left to right. */
enum EnsembleColumn {
    NAME(
            "ensemble",
            "",
            114,
            false,
            "The full ensemble moves all parameters; each other one a component, all else held.",
            line -> 0),
    R_HAT(
            "split R",
            "to 1.05",
            92,
            true,
            "How much more the halves of all chains differ than draws within them; 1 where chains"
                    + " agree. The scale runs from 1.00 to 1.05, which is still agreement.",
            line -> line.report().diagnostics().rHat()),
    ESS(
            "effective size",
            "of φ",
            98,
            true,
            "How many independent draws of φ = L − L(w*) all chains are worth; the bar is its share"
                    + " of the draws that were made.",
            line -> line.report().diagnostics().ess()),
    WEAKEST(
            "effective size",
            "weakest cell",
            82,
            true,
            "The smallest effective size of a cell in this ensemble's row of the matrix.",
            line -> line.report().weakestEss()),
    TIME(
            "autocorrelation",
            "draws",
            90,
            true,
            "The integrated autocorrelation time of φ: so many draws are worth one that is"
                    + " independent.",
            line -> line.report().diagnostics().autocorrelationTime()),
    ACCEPTANCE(
            "Metropolis",
            "acceptance",
            92,
            true,
            "How often Metropolis would accept a step, on average along the chains.",
            line -> line.report().diagnostics().acceptance()),
    HEAT(
            "minibatch",
            "heat",
            66,
            true,
            "(ε/4)(nβ)² Var(∇L of a minibatch) a coordinate, against 1: noise that no Metropolis"
                    + " check sees.",
            line -> line.report().diagnostics().minibatchHeat()),
    RISE(
            "⟨L⟩ − L(w*)",
            "",
            86,
            true,
            "How far the mean loss lies above that of the checkpoint, the plateau of the traces.",
            line -> line.report().rise()),
    LAMBDA(
            "λ",
            "± se",
            120,
            true,
            "The local learning coefficient nβ(⟨L⟩ − L(w*)) and its standard error.",
            line -> line.report().diagnostics().lambda().value()),
    VERDICT(
            "verdict",
            "",
            112,
            false,
            "The gravest thing that speaks against the ensemble; hover a line for all of it.",
            line ->
                    line.report().cautions().isEmpty()
                            ? line.standing() == EnsembleLine.Standing.WAITING ? 98 : 99
                            : line.report().cautions().getFirst().ordinal());

    private final String first;
    private final String second;
    private final double width;
    private final boolean right;
    private final String explanation;
    private final ToDoubleFunction<EnsembleLine> number;

    EnsembleColumn(
            String first,
            String second,
            double width,
            boolean right,
            String explanation,
            ToDoubleFunction<EnsembleLine> number) {
        this.first = first;
        this.second = second;
        this.width = width;
        this.right = right;
        this.explanation = explanation;
        this.number = number;
    }

    /** The head's upper line. */
    String first() {
        return first;
    }

    /** The head's lower line; the unit of a column that has one follows. */
    String second() {
        return second;
    }

    /** Whether the head wears a hat: it is an estimate. */
    boolean hat() {
        return this == R_HAT || this == LAMBDA;
    }

    boolean right() {
        return right;
    }

    String explanation() {
        return explanation;
    }

    double number(EnsembleLine line) {
        return number.applyAsDouble(line);
    }

    /**
     * The order by this column, from the smallest number up; what is unknown comes last either way.
     */
    Comparator<EnsembleLine> order(boolean descending) {
        Comparator<EnsembleLine> known =
                Comparator.comparing(line -> Double.isNaN(number(line)), Boolean::compare);
        Comparator<EnsembleLine> byNumber = Comparator.comparingDouble(this::number);
        return known.thenComparing(descending ? byNumber.reversed() : byNumber);
    }

    /** Width of all columns where none is wider than it needs. */
    static double least() {
        double sum = 0;
        for (EnsembleColumn column : values()) {
            sum += column.width;
        }
        return sum;
    }

    /** Where each column begins in a table of that width, and at last where the last one ends. */
    static double[] edges(double width) {
        double factor = Math.max(1, width / least());
        double[] edges = new double[values().length + 1];
        for (EnsembleColumn column : values()) {
            int i = column.ordinal();
            edges[i + 1] = edges[i] + factor * column.width;
        }
        return edges;
    }
}
