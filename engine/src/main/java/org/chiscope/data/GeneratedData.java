package org.chiscope.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chiscope.network.Batch;

/**
 * Data that a rule makes.
 *
 * @param sampling what a model is trained on
 * @param evaluation that, or a part of it
 * @param probes data that it never sees, by name
 * @param labels what is known of each example: of {@code evaluation}, then of the probe sets in
 *     order
 */
public record GeneratedData(
        Batch sampling, Batch evaluation, Map<String, Batch> probes, Labels labels) {

    public GeneratedData {
        probes = Collections.unmodifiableMap(new LinkedHashMap<>(probes));
    }

    /** Data that are the evaluation set as well. */
    GeneratedData(Batch sampling, Map<String, Batch> probes, Labels labels) {
        this(sampling, sampling, probes, labels);
    }
}
