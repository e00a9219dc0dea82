package org.chiscope.app.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.library.RecentExperiment.Standing;
import org.chiscope.experiment.Experiment;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what lies in the folder of results. Reads files: call it off the FX thread. */
public final class ResultsShelf {
    private static final double AGREE = 1.05;

    /** The folder of a model's own result. */
    private static final String SHIPPED = "result";

    private ResultsShelf() {}

    /**
     * Where results go unless a person says otherwise: {@code $XDG_DATA_HOME/chiscope/results}, or
     * {@code ~/.local/share/chiscope/results}.
     *
     * @param environment the environment variables
     * @param home the person's home folder
     */
    public static Path standard(Map<String, String> environment, Path home) {
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        Path base = data.isBlank() ? home.resolve(".local").resolve("share") : Path.of(data);
        return base.resolve("chiscope").resolve("results");
    }

    /**
     * The newest runs in {@code root}, newest first; none if the folder does not exist. A folder
     * that cannot be read is listed with the reason.
     *
     * @param most how many at most
     */
    public static List<RecentExperiment> read(Path root, int most) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        List<RecentExperiment> found = new ArrayList<>();
        try (Stream<Path> folders = Files.list(root)) {
            // Folders that hold something else, such as calibrations, take nobody's place.
            for (Path folder :
                    folders.filter(f -> Files.isRegularFile(f.resolve(Experiment.FILE_NAME)))
                            .sorted(Comparator.reverseOrder())
                            .limit(most)
                            .toList()) {
                found.add(entry(folder));
            }
        }
        found.sort(Comparator.comparing(RecentExperiment::created).reversed());
        return List.copyOf(found);
    }

    /** The finished result that came with a model, if there is one. */
    static Optional<RecentExperiment> shipped(Path modelFolder) throws IOException {
        Path folder = modelFolder.resolve(SHIPPED);
        if (!Files.isRegularFile(folder.resolve(Experiment.FILE_NAME))) {
            return Optional.empty();
        }
        RecentExperiment found = entry(folder);
        return found.picture().length == 0 || found.standing() == Standing.UNFINISHED
                ? Optional.empty()
                : Optional.of(found);
    }

    private static RecentExperiment entry(Path folder) throws IOException {
        Instant touched = Files.getLastModifiedTime(folder).toInstant();
        try {
            Experiment experiment = Experiment.read(folder.resolve(Experiment.FILE_NAME));
            JsonNode run = tree(folder.resolve("run.json"));
            JsonNode summary = tree(folder.resolve("summary.json"));
            boolean finished = run.path("finished").asBoolean(false);
            JsonNode ensembles = summary.path("ensembles");
            long draws = 0;
            for (JsonNode ensemble : ensembles) {
                draws += ensemble.path("draws").asLong(0);
            }
            Path model = experiment.modelFolder(folder.toAbsolutePath()).getFileName();
            return new RecentExperiment(
                    folder,
                    experiment.name(),
                    model == null ? experiment.model() : model.toString(),
                    created(run, touched),
                    ensembles.size(),
                    draws,
                    run.path("secondsElapsed").asDouble(0),
                    finished ? standing(summary) : Standing.UNFINISHED,
                    finished ? verdict(summary) : "Unfinished, resumes from here",
                    picture(folder.resolve("chi.csv")));
        } catch (IOException | JacksonException e) {
            return new RecentExperiment(
                    folder,
                    String.valueOf(folder.getFileName()),
                    "",
                    touched,
                    0,
                    0,
                    0,
                    Standing.BAD,
                    "Cannot be read: " + e.getMessage(),
                    new double[0][]);
        }
    }

    private static JsonNode tree(Path file) throws IOException {
        return Files.isRegularFile(file)
                ? JsonMapper.shared().readTree(Files.readString(file))
                : JsonMapper.shared().createObjectNode();
    }

    private static Instant created(JsonNode run, Instant otherwise) {
        try {
            return Instant.parse(run.path("created").asString(""));
        } catch (DateTimeException e) {
            return otherwise;
        }
    }

    private static Standing standing(JsonNode summary) {
        return summary.path("failedChains").size() > 0
                ? Standing.BAD
                : disagreeing(summary) > 0 ? Standing.DOUBTFUL : Standing.GOOD;
    }

    private static String verdict(JsonNode summary) {
        int failed = summary.path("failedChains").size();
        if (failed > 0) {
            return failed == 1 ? "1 chain failed" : failed + " chains failed";
        }
        int ensembles = summary.path("ensembles").size();
        int disagreeing = disagreeing(summary);
        String worst = NumberText.fixed(largestRHat(summary), 2);
        return disagreeing == 0
                ? "Chains agree, R-hat " + worst
                : "R-hat " + worst + " in " + disagreeing + " of " + ensembles + " ensembles";
    }

    private static int disagreeing(JsonNode summary) {
        int count = 0;
        for (JsonNode ensemble : summary.path("ensembles")) {
            if (ensemble.path("rHat").asDouble(Double.NaN) > AGREE) {
                count++;
            }
        }
        return count;
    }

    private static double largestRHat(JsonNode summary) {
        double largest = Double.NaN;
        for (JsonNode ensemble : summary.path("ensembles")) {
            double value = ensemble.path("rHat").asDouble(Double.NaN);
            if (!(value <= largest)) {
                largest = Double.isNaN(value) ? largest : value;
            }
        }
        return largest;
    }

    /** The fluctuations of {@code chi.csv}: components by rows, patterns by columns. */
    private static double[][] picture(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return new double[0][];
        }
        Map<String, List<Double>> rows = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(file);
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            List<String> fields = fields(line);
            if (fields.size() > 2) {
                rows.computeIfAbsent(fields.get(0), name -> new ArrayList<>())
                        .add(number(fields.get(2)));
            }
        }
        return rows.values().stream()
                .map(row -> row.stream().mapToDouble(Double::doubleValue).toArray())
                .toArray(double[][]::new);
    }

    private static double number(String text) {
        try {
            return text.isBlank() ? Double.NaN : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** The fields of a CSV line, with quotes taken off (RFC 4180). */
    static List<String> fields(String line) {
        if (line.indexOf('"') < 0) {
            return Arrays.asList(line.split(",", -1));
        }
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
