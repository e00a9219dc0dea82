package org.chiscope.app.patterning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chiscope.experiment.DefaultSample;
import org.chiscope.experiment.PatternAnswer;
import org.chiscope.experiment.PatternQuestion;
import org.chiscope.experiment.PatternSize;
import org.chiscope.experiment.PatterningData;
import org.chiscope.experiment.Verification;
import org.chiscope.patterning.Constraints;
import org.chiscope.patterning.Inversion;
import org.chiscope.patterning.Metric;
import org.chiscope.patterning.ResponseMatrix;
import org.chiscope.patterning.RowScaling;
import org.jspecify.annotations.Nullable;

/**
 * A result's response, ready to be inverted: what takes long is done once and kept, so that a drag
 * is followed at once. Used off the FX thread; thread-safe.
 */
final class PreparedResponse {
    /** Of a component's fluctuation: what is neither small nor out of reach. */
    private static final double NATURAL = 0.25;

    private final PatterningData data;
    private final ResponseMatrix whole;
    private final double naturalSize;
    private @Nullable Key key;
    private @Nullable Inversion inversion;

    /** What an inversion depends on. */
    private record Key(List<Boolean> active, Metric metric, RowScaling scaling) {}

    private PreparedResponse(PatterningData data, ResponseMatrix whole, double naturalSize) {
        this.data = data;
        this.whole = whole;
        this.naturalSize = naturalSize;
    }

    static PreparedResponse of(PatterningData data) {
        double largest = Arrays.stream(data.spreads()).max().orElse(1);
        return new PreparedResponse(data, data.whole(), NATURAL * largest);
    }

    PatterningData data() {
        return data;
    }

    List<String> components() {
        return whole.components();
    }

    /** A change in nats that is neither small nor out of reach. */
    double naturalSize() {
        return naturalSize;
    }

    /** What a choice asks; fields have no constraints. */
    PatternQuestion question(PatterningChoice choice) {
        return new PatternQuestion(
                choice.target(components()),
                choice.regularization(),
                choice.metric(),
                choice.scaling(),
                data.mixture() == null ? Constraints.NONE : choice.constraints());
    }

    /** The inversion for that question; kept until another is asked for. */
    synchronized Inversion inversion(PatternQuestion question) {
        List<Boolean> rows = new ArrayList<>();
        for (boolean row : question.target().active()) {
            rows.add(row);
        }
        Key wanted = new Key(rows, question.metric(), question.scaling());
        Inversion known = inversion;
        if (known == null || !wanted.equals(key)) {
            known = question.inversion(whole);
            inversion = known;
            key = wanted;
        }
        return known;
    }

    /** Everything that is shown for a choice; without constraints where these cannot be kept. */
    PatterningState answer(PatterningChoice choice) {
        PatternQuestion question = question(choice);
        Inversion inverse = inversion(question);
        try {
            return PatterningState.of(PatternAnswer.of(data, question, inverse), "", naturalSize);
        } catch (IllegalArgumentException infeasible) {
            return PatterningState.of(
                    PatternAnswer.of(data, question.withConstraints(Constraints.NONE), inverse),
                    String.valueOf(infeasible.getMessage()),
                    naturalSize);
        }
    }

    /**
     * How large that wish may be, constraints left aside; where it moves nothing, a size at which
     * the reason can be read.
     */
    double size(PatterningChoice choice) {
        PatternQuestion question = question(choice).withConstraints(Constraints.NONE);
        Inversion inverse = inversion(question);
        return question.solve(inverse).isZero()
                ? naturalSize
                : PatternSize.of(data, question, inverse, true).size();
    }

    /** What a verification of what is shown asks. */
    static Verification.Question verification(PatterningState shown, int draws) {
        PatternAnswer answer = shown.answer();
        return answer.verification(
                Verification.STEPS,
                DefaultSample.of(
                        answer.components(),
                        answer.question().target(),
                        answer.solution().predicted()),
                draws);
    }
}
