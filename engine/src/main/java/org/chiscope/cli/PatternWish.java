package org.chiscope.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.chiscope.experiment.PatternInfo;
import org.chiscope.experiment.PatternMode;
import org.chiscope.experiment.Snapshot;
import org.chiscope.patterning.Target;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code chiscope pattern} is asked for: a picocli mixin. */
final class PatternWish {
    @Option(
            names = "--target",
            paramLabel = "NAME=X",
            description =
                    "Component and wanted change of mu in nats, such as l1h3=+0.1; several by commas"
                            + " or by repeating the option.")
    private List<String> targets = List.of();

    @Option(
            names = "--mode",
            paramLabel = "N[=X]",
            description =
                    "The left side of mode N of the inverted matrix, the strongest being 1, times X"
                            + " nats.")
    private @Nullable String mode;

    @Option(
            names = "--mode-of",
            paramLabel = "PATTERN[=X]",
            description =
                    "The left side of the mode of that pattern, times X nats: of the raw"
                            + " fluctuation's modes above the noise floor, the one with the largest"
                            + " singular value times loading.")
    private @Nullable String modeOf;

    @Option(
            names = "--hold",
            paramLabel = "others|none|NAMES",
            description =
                    "Components that are to stay as they are, as far as that can be had (default:"
                            + " others, all that are not named otherwise).")
    private List<String> held = List.of("others");

    @Option(
            names = "--fix",
            paramLabel = "NAMES",
            description = "Components that are to stay exactly as they are.")
    private List<String> fixed = List.of();

    @Option(
            names = "--free",
            paramLabel = "NAMES",
            description = "Components that may follow wherever the others lead them.")
    private List<String> free = List.of();

    /**
     * A target that was read.
     *
     * @param words what a person reads
     */
    record Wanted(Target target, String words) {}

    /**
     * Modes that can be wished for.
     *
     * @param count how many there are
     * @param inverted how many of them are inverted
     * @param direction u_i of mode i, from 0, one a component
     */
    record Scree(int count, int inverted, IntFunction<double[]> direction) {}

    /** How far a wish of size 1 may be taken, and why. */
    @FunctionalInterface
    interface Sizes {
        Chosen of(Target unit);
    }

    /**
     * A size that was chosen.
     *
     * @param words such as {@code 0.9 of where …}
     */
    record Chosen(double size, String words) {}

    /** A direction that is wanted, u_C by component, and how far; NaN: as far as can be. */
    private record Along(Map<String, Double> direction, double size, String words) {}

    private PatternTargets.Rest rest() {
        return new PatternTargets.Rest(held, fixed, free);
    }

    /**
     * Checks what can be told without a result.
     *
     * @throws IllegalArgumentException with one sentence
     */
    void check() {
        int kinds = (targets.isEmpty() ? 0 : 1) + (mode == null ? 0 : 1) + (modeOf == null ? 0 : 1);
        if (kinds != 1) {
            throw new IllegalArgumentException(
                    "What is wanted must be told by exactly one of --target, --mode and --mode-of,"
                            + " but "
                            + (kinds == 0 ? "none" : "more than one")
                            + " of them was given.");
        }
    }

    /** A target with the same components active as the one that is wanted. */
    Target template(PatternTargets names) {
        return targets.isEmpty()
                ? names.template(rest())
                : names.target(names.changes(targets), rest());
    }

    /**
     * The target.
     *
     * @param scree of the inversion of {@link #template}
     * @throws IllegalArgumentException with one sentence if there is none
     */
    Wanted read(PatternTargets names, Snapshot snapshot, Scree scree, Sizes sizes) {
        if (!targets.isEmpty()) {
            Target target = template(names);
            return new Wanted(target, names.words(target, Optional.empty()));
        }
        Along along = modeOf == null ? ofScree(names, scree) : ofPattern(snapshot);
        Chosen chosen =
                Double.isNaN(along.size())
                        ? sizes.of(names.target(along.direction(), 1, rest()))
                        : new Chosen(along.size(), "");
        Target target = names.target(along.direction(), chosen.size(), rest());
        String size =
                String.format(Locale.ROOT, ", times %.4g", chosen.size())
                        + (chosen.words().isEmpty() ? "" : ": " + chosen.words());
        return new Wanted(target, names.words(target, Optional.of(along.words() + size)));
    }

    private Along ofScree(PatternTargets names, Scree scree) {
        PatternTargets.Sized sized =
                PatternTargets.Sized.of(String.valueOf(mode), "--mode", List.of());
        int number = sized.name().matches("\\d{1,6}") ? Integer.parseInt(sized.name()) : 0;
        if (number < 1 || number > scree.count()) {
            throw new IllegalArgumentException(
                    "--mode needs a number from 1 to "
                            + scree.count()
                            + ", as many as this matrix has modes, but got \""
                            + sized.name()
                            + "\".");
        }
        if (number > scree.inverted()) {
            throw new IllegalArgumentException(
                    "Mode "
                            + number
                            + " is not among the "
                            + scree.inverted()
                            + " that are inverted; to invert it, give --rank "
                            + number
                            + ".");
        }
        double[] direction = scree.direction().apply(number - 1);
        Map<String, Double> parts = new LinkedHashMap<>();
        for (int r = 0; r < direction.length; r++) {
            parts.put(names.components().get(r), direction[r]);
        }
        return new Along(parts, sized.size(), "mode " + number + " of the inverted matrix");
    }

    private Along ofPattern(Snapshot snapshot) {
        List<String> patterns = snapshot.patterns().stream().map(PatternInfo::name).toList();
        PatternTargets.Sized sized =
                PatternTargets.Sized.of(String.valueOf(modeOf), "--mode-of", patterns);
        PatternMode found = PatternMode.of(snapshot, sized.name());
        return new Along(
                found.components(),
                sized.size(),
                String.format(
                        Locale.ROOT,
                        "the mode of \"%s\", which is mode %d of the raw fluctuation (singular value"
                                + " %.3g ± %.1g, loading %.2f; %s)",
                        found.pattern(),
                        found.index() + 1,
                        found.singularValue().value(),
                        found.singularValue().monteCarloError(),
                        found.loading(),
                        Double.isNaN(found.noiseFloor())
                                ? "the noise floor is not known"
                                : found.aboveFloor() + " above the noise floor"));
    }
}
