package org.chiscope.app.patterning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chiscope.app.document.ComponentText;
import org.chiscope.app.document.Reading;
import org.chiscope.app.theme.Tint;
import org.chiscope.experiment.ComponentInfo;
import org.chiscope.experiment.PatternInfo;
import org.chiscope.experiment.PatterningData;
import org.chiscope.experiment.Snapshot;
import org.chiscope.experiment.Verification;
import org.chiscope.patterning.ConstrainedInversion;
import org.chiscope.patterning.Constraints;
import org.chiscope.patterning.DataMixture;
import org.chiscope.patterning.Inversion;
import org.chiscope.patterning.Metric;
import org.chiscope.patterning.ResponseMatrix;
import org.chiscope.patterning.RowScaling;
import org.chiscope.patterning.Solution;
import org.chiscope.patterning.Target;
import org.chiscope.response.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * A result's response, ready to be inverted: what takes long is done once and kept, so that a drag
 * is followed at once. Used off the FX thread; thread-safe.
 */
final class PreparedResponse {
    private static final int CATEGORIES = 8;

    /** Components up to which a verification samples all of them. */
    private static final int ALL_SAMPLED = 8;

    /** Held components that are sampled beside the wanted ones. */
    private static final int HELD_SAMPLED = 3;

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
        return new PreparedResponse(data, data.whole(), 0.25 * largest);
    }

    PatterningData data() {
        return data;
    }

    List<String> components() {
        return whole.components();
    }

    /** A change in nats that is neither small nor out of reach: a quarter of what φ fluctuates. */
    double naturalSize() {
        return naturalSize;
    }

    double largestStep(double[] h) {
        DataMixture mixture = data.mixture();
        return mixture == null ? Double.POSITIVE_INFINITY : mixture.largestStep(h);
    }

    /** The inversion for that choice; kept until another is asked for. */
    synchronized Inversion inversion(PatterningChoice choice) {
        boolean[] active = choice.target(components()).active();
        List<Boolean> rows = new ArrayList<>();
        for (boolean row : active) {
            rows.add(row);
        }
        Key wanted = new Key(rows, choice.metric(), choice.scaling());
        Inversion known = inversion;
        if (known == null || !wanted.equals(key)) {
            known = new Inversion(whole, active, choice.metric(), choice.scaling());
            inversion = known;
            key = wanted;
        }
        return known;
    }

    /** Everything that is shown for a choice. */
    PatterningState answer(PatterningChoice choice) {
        Inversion inverse = inversion(choice);
        Target target = choice.target(components());
        Solution solution = inverse.solve(target, choice.regularization());
        String refusal = "";
        if (data.mixture() != null && !choice.constraints().isNone()) {
            switch (new ConstrainedInversion(inverse, choice.constraints())
                    .solve(target, choice.regularization())) {
                case ConstrainedInversion.Solved(Solution kept) -> solution = kept;
                case ConstrainedInversion.Infeasible(String why) -> refusal = why;
            }
        }
        Snapshot snapshot = data.snapshot();
        return new PatterningState(
                choice,
                rows(snapshot, choice, solution),
                whole.leftOut(),
                columns(snapshot, solution),
                new PatterningState.Scree(
                        inverse.singularValues(),
                        inverse.singularValueErrors(),
                        inverse.noiseFloor(),
                        inverse.rank(choice.regularization()),
                        inverse.automaticRank(),
                        inverse.numericalRank()),
                solution,
                refusal,
                data.linearUpTo(solution.h()),
                inverse.gauge(),
                naturalSize,
                data.mixture() == null,
                whole.nBeta(),
                Reading.of(snapshot).unit());
    }

    private List<PatterningState.Row> rows(
            Snapshot snapshot, PatterningChoice choice, Solution solution) {
        Map<String, ComponentInfo> known = new LinkedHashMap<>();
        snapshot.components().forEach(component -> known.put(component.name(), component));
        int layers =
                1 + snapshot.components().stream().mapToInt(ComponentInfo::layer).max().orElse(-1);
        List<PatterningState.Row> rows = new ArrayList<>();
        for (int r = 0; r < components().size(); r++) {
            ComponentInfo component = known.get(components().get(r));
            if (component != null) {
                rows.add(
                        new PatterningState.Row(
                                component.name(),
                                ComponentText.label(component),
                                ComponentText.title(component),
                                ComponentText.tint(component, layers),
                                choice.changes().getOrDefault(component.name(), Double.NaN),
                                solution.predicted().get(r)));
            }
        }
        return rows;
    }

    private List<PatterningState.Column> columns(Snapshot snapshot, Solution solution) {
        Map<String, Integer> families = new LinkedHashMap<>();
        List<PatterningState.Column> columns = new ArrayList<>();
        DataMixture mixture = data.mixture();
        for (int k = 0; k < snapshot.patterns().size(); k++) {
            PatternInfo pattern = snapshot.patterns().get(k);
            families.putIfAbsent(pattern.family(), 1 + families.size() % CATEGORIES);
            double examples = mixture == null ? 0 : mixture.examples();
            columns.add(
                    new PatterningState.Column(
                            pattern.name(),
                            pattern.family(),
                            Tint.of(families.getOrDefault(pattern.family(), 1)),
                            solution.perturbation().get(k),
                            mixture == null
                                    ? Double.NEGATIVE_INFINITY
                                    : -pattern.tokens() / (examples - pattern.tokens()),
                            pattern.tokens()));
        }
        return columns;
    }

    /**
     * What a verification of what is shown asks: all components if they are few, else those that
     * are wanted to change, and the held ones that are predicted to follow most.
     */
    Verification.Question question(PatterningState shown, int draws) {
        PatterningChoice choice = shown.choice();
        List<String> sampled = new ArrayList<>();
        if (components().size() <= ALL_SAMPLED) {
            sampled.addAll(components());
        } else {
            Comparator<PatterningState.Row> most =
                    Comparator.comparingDouble(row -> -Math.abs(value(row.predicted())));
            List<String> wanted =
                    shown.rows().stream()
                            .filter(PatterningState.Row::targeted)
                            .sorted(most)
                            .limit(ALL_SAMPLED)
                            .map(PatterningState.Row::name)
                            .toList();
            List<String> held =
                    shown.rows().stream()
                            .filter(row -> !row.targeted())
                            .sorted(most)
                            .limit(HELD_SAMPLED)
                            .map(PatterningState.Row::name)
                            .toList();
            IntStream.range(0, components().size())
                    .mapToObj(components()::get)
                    .filter(name -> wanted.contains(name) || held.contains(name))
                    .forEach(sampled::add);
        }
        return new Verification.Question(
                choice.target(components()),
                shown.scree().rank(),
                choice.ridge(),
                choice.metric(),
                choice.scaling(),
                data.mixture() == null ? Constraints.NONE : choice.constraints(),
                Verification.STEPS,
                sampled,
                draws);
    }

    private static double value(Estimate estimate) {
        return Double.isNaN(estimate.value()) ? 0 : estimate.value();
    }
}
