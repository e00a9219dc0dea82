package org.chiscope.app.examples;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;
import org.chiscope.response.ExampleSusceptibility;
import org.chiscope.response.Part;
import org.jspecify.annotations.Nullable;

/**
 * The responses of a run's rows to single examples, each read once and kept as long as the run
 * rests on the same draws. Used off the FX thread; thread-safe.
 */
final class ExampleResponses {
    /** Rows that are kept; one takes three numbers an example. */
    private static final int KEPT = 64;

    private final IntFunction<CompletableFuture<ExampleSusceptibility>> source;
    private final Map<Integer, ExampleSusceptibility> rows =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(
                        Map.Entry<Integer, ExampleSusceptibility> eldest) {
                    return size() > KEPT;
                }
            };
    private final Map<Key, Values> values = new LinkedHashMap<>();

    private record Key(int row, Part part) {}

    /**
     * One row's numbers.
     *
     * @param values χ of each example, nats²; NaN where unknown
     * @param errors their Monte-Carlo standard errors
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Values(double[] values, double[] errors) {

        /** Whether an example's value is within two standard errors, or has none. */
        boolean noise(int example) {
            return !(Math.abs(values[example]) > 2 * errors[example]);
        }
    }

    /**
     * @param source computes a row's response
     */
    ExampleResponses(IntFunction<CompletableFuture<ExampleSusceptibility>> source) {
        this.source = source;
    }

    /**
     * The response of row {@code row}.
     *
     * @throws IllegalStateException with one sentence where there is none
     */
    synchronized ExampleSusceptibility row(int row) throws InterruptedException {
        ExampleSusceptibility known = rows.get(row);
        if (known == null) {
            known = await(source.apply(row));
            rows.put(row, known);
        }
        return known;
    }

    /** All values and errors of a row. */
    synchronized Values values(int row, Part part) throws InterruptedException {
        Key key = new Key(row, part);
        @Nullable Values known = values.get(key);
        if (known == null) {
            ExampleSusceptibility examples = row(row);
            known = new Values(examples.values(part), examples.errors(part));
            if (values.size() >= KEPT) {
                values.clear();
            }
            values.put(key, known);
        }
        return known;
    }

    private static ExampleSusceptibility await(CompletableFuture<ExampleSusceptibility> asked)
            throws InterruptedException {
        try {
            return asked.get();
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new IllegalStateException(String.valueOf(cause.getMessage()), cause);
        }
    }
}
