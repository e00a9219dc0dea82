package org.chiscope.experiment;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which components, or which patterns, an experiment is about: all of the model's, or some. */
public sealed interface Selection {

    /** Every one that the model shows by default, in its order; {@code "all"} in JSON. */
    record All() implements Selection {}

    /**
     * Those of these names, in this order; a list of names in JSON.
     *
     * @param names at least one; none twice
     */
    record Named(List<String> names) implements Selection {

        /**
         * @throws IllegalArgumentException if there is no name, or one stands there twice
         */
        public Named {
            names = List.copyOf(names);
            if (names.isEmpty()) {
                throw new IllegalArgumentException(
                        "A selection needs at least one name, but the list is empty; name some, or"
                                + " write \"all\".");
            }
            Set<String> seen = new HashSet<>();
            for (String name : names) {
                if (!seen.add(name)) {
                    throw new IllegalArgumentException(
                            "A selection needs each name once, but \""
                                    + name
                                    + "\" stands there twice; remove one.");
                }
            }
        }
    }

    /** Everything. */
    static Selection all() {
        return new All();
    }

    /** The given names, in this order. */
    static Selection of(String... names) {
        return new Named(List.of(names));
    }
}
