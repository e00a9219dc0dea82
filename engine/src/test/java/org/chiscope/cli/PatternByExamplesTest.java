package org.chiscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code chiscope pattern --by examples} on the small regression of 48 examples. */
@Timeout(120)
class PatternByExamplesTest {
    @TempDir Path home;
    private Path results = Path.of("");

    @BeforeEach
    void sample() throws Exception {
        results = Spoken.sampledRegression(home);
    }

    private Spoken pattern(String... arguments) {
        Spoken spoken =
                Spoken.of(
                        Stream.concat(
                                        Stream.of("pattern", results.toString(), "--by=examples"),
                                        Arrays.stream(arguments))
                                .toArray(String[]::new));
        assertEquals("", spoken.err());
        assertEquals(ExitCodes.OK, spoken.code());
        return spoken;
    }

    private JsonNode found() {
        return JsonMapper.shared()
                .readTree(results.resolve("patterning").resolve("pattern.json").toFile());
    }

    private double[] weights() throws IOException {
        return Files.readAllLines(results.resolve("patterning").resolve("weights.csv")).stream()
                .skip(1)
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(',') + 1)))
                .toArray();
    }

    @Test
    void singleExamplesAreWeighed() throws Exception {
        Spoken spoken = pattern("--target", "a=0.002", "--rank=3");
        assertTrue(spoken.out().contains("fluctuation over 48 examples, rank 3 of 3"));
        JsonNode json = found();
        assertEquals("examples", json.get("by").stringValue());
        for (JsonNode component : json.get("components")) {
            String name = component.get("component").stringValue();
            String predicted =
                    String.format(
                            Locale.ROOT,
                            "%+.2e ± %.1e",
                            component.get("predictedChangeNats").doubleValue(),
                            component.get("predictedChangeStandardErrorNats").doubleValue());
            assertTrue(
                    spoken.out()
                            .lines()
                            .anyMatch(l -> l.startsWith(name + " ") && l.contains(predicted)),
                    spoken.out());
        }
        double reached = json.get("components").get(0).get("predictedChangeNats").doubleValue();
        assertEquals(0.002, reached, 1e-8);
        double[] weights = weights();
        assertEquals(48, weights.length);
        assertEquals(48, Arrays.stream(weights).sum(), 1e-9);
        double divergence = Arrays.stream(weights).map(w -> (w - 1) * (w - 1) / 48).sum();
        assertEquals(json.get("chiSquaredDivergence").doubleValue(), divergence, 1e-12);
        assertEquals(
                json.get("smallestWeight").doubleValue(),
                Arrays.stream(weights).min().orElseThrow());

        pattern("--mode=1", "--rank=2", "--part=joint");
        assertEquals(1 / 0.9, found().get("largestStep").doubleValue(), 1e-9);
    }

    /** A change for which weights would have to be negative, and a component that is fixed. */
    @Test
    void weightsAreKeptAtZeroOrAbove() throws Exception {
        pattern("--target", "a=0.02", "--rank=3");
        assertTrue(Arrays.stream(weights()).min().orElseThrow() < -0.01);
        pattern("--target", "a=0.02", "--rank=3", "--nonnegative", "--fix=b");
        double[] weights = weights();
        assertTrue(Arrays.stream(weights).min().orElseThrow() >= 0);
        assertEquals(48, Arrays.stream(weights).sum(), 1e-9);
        JsonNode json = found();
        assertTrue(json.get("constraints").get("weightsNotNegative").booleanValue());
        assertEquals(
                0, json.get("components").get(1).get("predictedChangeNats").doubleValue(), 1e-8);
        assertTrue(json.get("reached").doubleValue() > 0.1);
    }
}
