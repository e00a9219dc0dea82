package org.chiscope.experiment;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.math.RandomStream;
import org.chiscope.patterning.ConstrainedExamples;
import org.chiscope.patterning.ExampleInversion;
import org.chiscope.patterning.ExampleSolution;
import org.chiscope.patterning.ResponseMatrix;
import org.chiscope.response.Estimate;
import org.chiscope.response.ExampleSusceptibility;
import org.chiscope.response.MatrixReplicates;
import org.chiscope.response.NoiseFloor;
import org.chiscope.response.Part;
import org.chiscope.response.SusceptibilityRow;

/**
 * A result's response to single examples of q, as patterning over them asks for it. Keeps one float
 * a component and example; what errors need is read from the run again when they are asked for.
 */
public final class ExampleResponse {
    /** Examples over which noise is told from signal, spread evenly. */
    private static final int SAMPLE = 1024;

    private static final long NOISE = RandomStream.hash("noise of examples");

    private final ExperimentRun run;
    private final PatterningData data;
    private final ResponseMatrix patterns;
    private final List<Integer> places = new ArrayList<>();
    private final float[][] rows;
    private final List<double[][]> noise;

    /**
     * Reads it; takes a pass over the statistics of all examples for each component.
     *
     * @param run at rest, whose snapshot {@code data} is of
     * @param patterns the response matrix of {@code data}: its components are those of this one
     * @throws ExperimentException with one sentence if there is nothing of that kind
     */
    public ExampleResponse(ExperimentRun run, PatterningData data, ResponseMatrix patterns)
            throws ExperimentException {
        if (data.mixture() == null) {
            throw new ExperimentException(
                    "Patterning by examples changes the weights of data, but this system's columns"
                            + " are fields, which mix no data; go by patterns.");
        }
        this.run = run;
        this.data = data;
        this.patterns = patterns;
        List<String> all = data.snapshot().components().stream().map(ComponentInfo::name).toList();
        rows = new float[patterns.components().size()][];
        List<SusceptibilityRow> sampled = new ArrayList<>();
        for (int r = 0; r < rows.length; r++) {
            String name = patterns.components().get(r);
            places.add(all.indexOf(name));
            ExampleSusceptibility examples = examples(r);
            double[] values = data.part() == Part.JOINT ? examples.joint() : examples.fluctuation();
            rows[r] = new float[data.baseExamples()];
            for (int z = 0; z < rows[r].length; z++) {
                rows[r][z] = (float) values[z];
            }
            sampled.add(examples.row(name, sample(rows[r].length)));
        }
        int columns = sampled.getFirst().cells().size();
        noise =
                MatrixReplicates.of(sampled, data.part())
                        .noise(
                                NoiseFloor.matrices(rows.length, columns),
                                RandomStream.of(data.snapshot().experiment().seed(), NOISE));
    }

    private static int[] sample(int examples) {
        int[] sample = new int[Math.min(SAMPLE, examples)];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = (int) ((long) i * examples / sample.length);
        }
        return sample;
    }

    private ExampleSusceptibility examples(int row) throws ExperimentException {
        return ExperimentException.await(run.examples(places.get(row)));
    }

    /** Names of the components. */
    public List<String> components() {
        return patterns.components();
    }

    /** Names of the components that have no value. */
    public List<String> leftOut() {
        return patterns.leftOut();
    }

    /** What the draws are of. */
    public PatterningData data() {
        return data;
    }

    /** In 1/nats. */
    public double nBeta() {
        return patterns.nBeta();
    }

    /** The inversion that answers questions with the same components active. */
    public ExampleInversion inversion(PatternQuestion question) {
        return new ExampleInversion(
                nBeta(), rows, question.target().active(), question.scaling(), noise);
    }

    /**
     * What patterning over examples finds.
     *
     * @param response to single examples
     * @param question that was asked, its metric left aside: of examples both give the same
     * @param inversion of the active components
     * @param solution the perturbation
     * @param predicted dμ of each component with its error at fixed perturbation, nats
     * @param reached dμ·predicted ÷ dμ·dμ with its error (of JOINT an upper bound of it)
     */
    public record Answer(
            ExampleResponse response,
            PatternQuestion question,
            ExampleInversion inversion,
            ExampleSolution solution,
            List<Estimate> predicted,
            Estimate reached) {

        /** Copies the list. */
        public Answer {
            predicted = List.copyOf(predicted);
        }
    }

    /**
     * Answers a question.
     *
     * @param inversion one of {@link #inversion}
     * @throws IllegalArgumentException with one sentence if it asks for what there is not
     */
    public Answer answer(PatternQuestion question, ExampleInversion inversion)
            throws ExperimentException {
        ExampleSolution solution =
                new ConstrainedExamples(inversion, question.constraints())
                        .solve(question.target(), question.regularization());
        List<Estimate> predicted = new ArrayList<>();
        for (int r = 0; r < rows.length; r++) {
            predicted.add(predicted(examples(r).weighted(solution.perturbation())));
        }
        return new Answer(
                this,
                question,
                inversion,
                solution,
                predicted,
                reached(question.target().changes(), predicted));
    }

    private Estimate predicted(ExampleSusceptibility.Estimates sums) {
        Estimate sum = data.part() == Part.JOINT ? sums.joint() : sums.fluctuation();
        return new Estimate(
                nBeta() * sum.value(), nBeta() * sum.monteCarloError(), Double.NaN, sum.blocks());
    }

    /** Ensembles of rows are independent; under JOINT they share the full one, so errors add. */
    private Estimate reached(double[] changes, List<Estimate> predicted) {
        double length = 0;
        double value = 0;
        double sum = 0;
        double squares = 0;
        int blocks = Integer.MAX_VALUE;
        for (int r = 0; r < changes.length; r++) {
            if (changes[r] != 0) {
                length += changes[r] * changes[r];
                value += changes[r] * predicted.get(r).value();
                double error = Math.abs(changes[r]) * predicted.get(r).monteCarloError();
                sum += error;
                squares += error * error;
                blocks = Math.min(blocks, predicted.get(r).blocks());
            }
        }
        return length == 0
                ? Estimate.UNKNOWN
                : new Estimate(
                        value / length,
                        (data.part() == Part.JOINT ? sum : Math.sqrt(squares)) / length,
                        Double.NaN,
                        blocks);
    }
}
