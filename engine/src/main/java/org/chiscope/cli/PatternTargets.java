package org.chiscope.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chiscope.patterning.Target;

/**
 * Reads the wishes of {@code chiscope pattern}: names of components and numbers of nats. Lists are
 * separated by commas; a name that holds commas itself, such as {@code s0,0}, is read as one.
 */
final class PatternTargets {
    private final List<String> components;
    private final List<String> leftOut;

    /**
     * @param components names that can have a wish
     * @param leftOut names of the result that cannot, since they have no value
     */
    PatternTargets(List<String> components, List<String> leftOut) {
        this.components = components;
        this.leftOut = leftOut;
    }

    /** Names that can have a wish. */
    List<String> components() {
        return components;
    }

    /**
     * What stands for all that is not wanted to change.
     *
     * @param held {@code others}, {@code none} or names
     * @param fixed names
     * @param free names
     */
    record Rest(List<String> held, List<String> fixed, List<String> free) {}

    /**
     * A name with a number after the last {@code =}; none where there is no {@code =}.
     *
     * @param size NaN if it is left out
     */
    record Sized(String name, double size) {

        /** Reads such as {@code 2} or {@code 2=-0.03}; a name is taken whole where it is known. */
        static Sized of(String text, String option, List<String> known) {
            int sign = text.lastIndexOf('=');
            if (sign < 0 || known.contains(text.strip())) {
                return new Sized(text.strip(), Double.NaN);
            }
            return new Sized(text.substring(0, sign).strip(), number(text, sign, option));
        }
    }

    private static double number(String text, int sign, String option) {
        String digits = text.substring(sign + 1).strip().replace('\u2212', '-');
        try {
            double value = Double.parseDouble(digits);
            if (Double.isFinite(value) && !digits.matches(".*[a-zA-Z&&[^eE]].*")) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException(
                option
                        + " needs a number of nats after the \"=\", without a unit, as in "
                        + text.substring(0, sign).strip()
                        + "=+0.1, but got \""
                        + text.substring(sign + 1).strip()
                        + "\".");
    }

    /** The wanted changes of such as {@code l1h3=+0.1,l0h0=0}, nats by name. */
    Map<String, Double> changes(List<String> texts) {
        Map<String, Double> changes = new LinkedHashMap<>();
        for (String text : texts) {
            StringBuilder item = new StringBuilder();
            for (String piece : text.split(",", -1)) {
                item.append(item.isEmpty() ? "" : ",").append(piece);
                int sign = item.lastIndexOf("=");
                if (sign >= 0) {
                    double change = number(item.toString(), sign, "--target");
                    String name = known(item.substring(0, sign));
                    if (changes.put(name, change) != null) {
                        throw new IllegalArgumentException(
                                "--target names \"" + name + "\" twice; leave one out.");
                    }
                    item.setLength(0);
                }
            }
            if (!item.toString().isBlank()) {
                throw new IllegalArgumentException(
                        "--target needs a component and a number of nats, as in "
                                + components.getFirst()
                                + "=+0.1, but got \""
                                + item.toString().strip()
                                + "\".");
            }
        }
        return changes;
    }

    /** The components of a list of names. */
    List<String> names(List<String> texts) {
        List<String> names = new ArrayList<>();
        for (String text : texts) {
            List<String> pieces = Arrays.asList(text.split(",", -1));
            for (int from = 0; from < pieces.size(); ) {
                int to = pieces.size();
                while (to > from + 1 && !components.contains(joined(pieces, from, to))) {
                    to--;
                }
                names.add(known(joined(pieces, from, to)));
                from = to;
            }
        }
        return names;
    }

    private static String joined(List<String> pieces, int from, int to) {
        return String.join(",", pieces.subList(from, to)).strip();
    }

    private String known(String text) {
        String name = text.strip();
        if (leftOut.contains(name)) {
            throw new IllegalArgumentException(
                    "Component \""
                            + name
                            + "\" has no value in every cell, so it takes no part; sample it first,"
                            + " or choose among "
                            + String.join(", ", components)
                            + ".");
        }
        if (!components.contains(name)) {
            throw new IllegalArgumentException(
                    "This result has no component \""
                            + name
                            + "\"; it has "
                            + String.join(", ", components)
                            + ".");
        }
        return name;
    }

    /** The target of single changes, others as {@code rest} says. */
    Target target(Map<String, Double> changes, Rest rest) {
        Map<String, Target.Wish> wishes = wishes(rest);
        for (String name : changes.keySet()) {
            if (wishes.containsKey(name)) {
                throw twice(name);
            }
        }
        Target.Wish usual = isWord(rest.held(), "others") ? new Target.Hold() : new Target.Free();
        changes.forEach((name, change) -> wishes.put(name, new Target.Change(change)));
        return target(wishes, usual);
    }

    /** The target along a direction, u_C by name; components with a wish of their own keep it. */
    Target target(Map<String, Double> direction, double size, Rest rest) {
        Map<String, Target.Wish> wishes = wishes(rest);
        direction.forEach((name, part) -> wishes.putIfAbsent(name, new Target.Change(size * part)));
        return target(wishes, new Target.Hold());
    }

    /** The target in which all that is not free is to change, by nothing yet. */
    Target template(Rest rest) {
        return target(wishes(rest), new Target.Change(0));
    }

    private Target target(Map<String, Target.Wish> wishes, Target.Wish usual) {
        return new Target(
                components.stream().map(name -> wishes.getOrDefault(name, usual)).toList());
    }

    private Map<String, Target.Wish> wishes(Rest rest) {
        Map<String, Target.Wish> wishes = new HashMap<>();
        boolean word = isWord(rest.held(), "others") || isWord(rest.held(), "none");
        add(wishes, word ? List.of() : names(rest.held()), new Target.Hold());
        add(wishes, names(rest.fixed()), new Target.Fix());
        add(wishes, names(rest.free()), new Target.Free());
        return wishes;
    }

    private boolean isWord(List<String> held, String word) {
        return held.size() == 1
                && held.getFirst().strip().equals(word)
                && Collections.disjoint(components, held);
    }

    private static void add(Map<String, Target.Wish> wishes, List<String> names, Target.Wish wish) {
        for (String name : names) {
            if (wishes.put(name, wish) != null) {
                throw twice(name);
            }
        }
    }

    private static IllegalArgumentException twice(String name) {
        return new IllegalArgumentException(
                "Component \""
                        + name
                        + "\" is given two wishes, and can have one of: a change, --hold, --fix or"
                        + " --free.");
    }

    /** The target in words. */
    String words(Target target, Optional<String> mode) {
        String changes =
                mode.orElseGet(
                        () ->
                                all(target, Target.Change.class)
                                        .map(
                                                r ->
                                                        String.format(
                                                                Locale.ROOT,
                                                                "%s %+.4g",
                                                                components.get(r),
                                                                target.changes()[r]))
                                        .collect(Collectors.joining(", ")));
        StringBuilder words = new StringBuilder(changes);
        list(words, "; held: ", target, Target.Hold.class);
        list(words, "; fixed: ", target, Target.Fix.class);
        list(words, "; free: ", target, Target.Free.class);
        return words.toString();
    }

    private void list(
            StringBuilder words, String title, Target target, Class<? extends Target.Wish> wish) {
        List<Integer> places = all(target, wish).toList();
        if (places.size() > 1
                && places.size() + all(target, Target.Change.class).count() == components.size()) {
            words.append(title).append("all others");
        } else if (!places.isEmpty()) {
            words.append(title)
                    .append(places.stream().map(components::get).collect(Collectors.joining(", ")));
        }
    }

    private Stream<Integer> all(Target target, Class<? extends Target.Wish> wish) {
        return IntStream.range(0, components.size())
                .filter(r -> wish.isInstance(target.wishes().get(r)))
                .boxed();
    }
}
