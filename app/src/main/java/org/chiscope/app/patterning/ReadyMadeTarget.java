package org.chiscope.app.patterning;

import java.util.LinkedHashMap;
import java.util.Map;
import org.chiscope.experiment.PatternMode;

/** Targets that a person asks for in words, as far as the limits of the data allow. */
final class ReadyMadeTarget {
    private ReadyMadeTarget() {}

    /** Mode {@code i} of the scree in that direction: changes by component, nats. */
    static Map<String, Double> mode(
            PreparedResponse response, PatterningChoice now, int i, double sign) {
        PatterningChoice all = everyComponent(now);
        double[] mode = response.inversion(response.question(all)).mode(i);
        return changes(response, all, mode, sign);
    }

    /** The mode of a pattern by theory.md's rule. */
    static Map<String, Double> modeOf(
            PreparedResponse response, PatterningChoice now, String pattern, double sign) {
        Map<String, Double> mode = PatternMode.of(response.data().snapshot(), pattern).components();
        double[] wish =
                response.components().stream()
                        .mapToDouble(name -> mode.getOrDefault(name, 0.0))
                        .toArray();
        return changes(response, everyComponent(now), wish, sign);
    }

    /** Changes in those proportions; components that are not named stay. */
    static Map<String, Double> direction(
            PreparedResponse response, PatterningChoice now, Map<String, Double> direction) {
        double[] wish =
                response.components().stream()
                        .mapToDouble(name -> direction.getOrDefault(name, 0.0))
                        .toArray();
        return changes(response, everyComponent(now), wish, 1);
    }

    /** One component alone. */
    static Map<String, Double> component(
            PreparedResponse response, PatterningChoice now, String name, double sign) {
        double[] wish = new double[response.components().size()];
        wish[response.components().indexOf(name)] = 1;
        PatterningChoice held = now.withChanges(Map.of(name, 1.0));
        return Map.of(name, changes(response, held, wish, sign).getOrDefault(name, 0.0));
    }

    private static PatterningChoice everyComponent(PatterningChoice now) {
        return now.withChanges(Map.of()).withHoldOthers(true);
    }

    /** Those changes, times what keeps the perturbation within most of its limits. */
    private static Map<String, Double> changes(
            PreparedResponse response, PatterningChoice choice, double[] wish, double sign) {
        double[] signed = wish.clone();
        for (int r = 0; r < signed.length; r++) {
            signed[r] *= sign;
        }
        double size = response.size(choice.withChanges(named(response, signed)));
        for (int r = 0; r < signed.length; r++) {
            signed[r] = rounded(signed[r] * size);
        }
        return named(response, signed);
    }

    private static Map<String, Double> named(PreparedResponse response, double[] changes) {
        Map<String, Double> named = new LinkedHashMap<>();
        for (int r = 0; r < changes.length; r++) {
            if (changes[r] != 0) {
                named.put(response.components().get(r), changes[r]);
            }
        }
        return named;
    }

    /** To three digits: what a person would set. */
    static double rounded(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value;
        }
        double unit = Math.pow(10, Math.floor(Math.log10(Math.abs(value))) - 2);
        return Math.rint(value / unit) * unit;
    }
}
