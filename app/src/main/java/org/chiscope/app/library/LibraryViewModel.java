package org.chiscope.app.library;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.beans.binding.BooleanExpression;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.chiscope.app.background.Background;
import org.chiscope.app.background.LatestJob;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.document.ModelCard;
import org.chiscope.app.document.ModelCatalog;

/** What the Library lists, and opening it. */
public final class LibraryViewModel {
    private static final int MOST_EXPERIMENTS = 40;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);

    private final ModelCatalog catalog;
    private final ExperimentDocument document;
    private final Clock clock;
    private final LatestJob modelsJob;
    private final LatestJob experimentsJob;
    private final BooleanExpression reading;
    private Map<Path, RecentExperiment> shipped = Map.of();
    private final ReadOnlyObjectWrapper<List<ModelCard>> models =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<RecentExperiment>> experiments =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyStringWrapper modelsFailure = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper experimentsFailure = new ReadOnlyStringWrapper("");

    public LibraryViewModel(
            ModelCatalog catalog, ExperimentDocument document, Background background, Clock clock) {
        this.catalog = catalog;
        this.document = document;
        this.clock = clock;
        this.modelsJob = new LatestJob(background);
        this.experimentsJob = new LatestJob(background);
        this.reading = modelsJob.runningProperty().or(experimentsJob.runningProperty());
    }

    public ReadOnlyObjectProperty<List<ModelCard>> modelsProperty() {
        return models.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<List<RecentExperiment>> experimentsProperty() {
        return experiments.getReadOnlyProperty();
    }

    /** Why there are no models, one sentence, or empty. */
    public ReadOnlyStringProperty modelsFailureProperty() {
        return modelsFailure.getReadOnlyProperty();
    }

    /** Why there are no recent experiments, one sentence, or empty. */
    public ReadOnlyStringProperty experimentsFailureProperty() {
        return experimentsFailure.getReadOnlyProperty();
    }

    /** Whether one of the lists is being read. */
    public BooleanExpression readingProperty() {
        return reading;
    }

    /** Where results lie. */
    public Path resultsRoot() {
        return document.resultsRoot();
    }

    /** Reads both lists again, in the background. */
    public void refresh() {
        modelsJob.start(
                () -> shelf(catalog.models()),
                found -> {
                    modelsFailure.set("");
                    shipped = found.shipped();
                    models.set(found.models());
                },
                modelsFailure::set);
        Path root = document.resultsRoot();
        experimentsJob.start(
                () -> ResultsShelf.read(root, MOST_EXPERIMENTS),
                found -> {
                    experimentsFailure.set("");
                    experiments.set(found);
                },
                experimentsFailure::set);
    }

    /**
     * Sample models and the results that came with them.
     *
     * @param shipped by the model's folder
     */
    private record Shelf(List<ModelCard> models, Map<Path, RecentExperiment> shipped) {}

    private static Shelf shelf(List<ModelCard> models) throws IOException {
        Map<Path, RecentExperiment> shipped = new HashMap<>();
        for (ModelCard card : models) {
            ResultsShelf.shipped(card.folder())
                    .ifPresent(result -> shipped.put(card.folder(), result));
        }
        return new Shelf(models, Map.copyOf(shipped));
    }

    /** Opens a model: its shipped result if it has one, so that there is a matrix at once. */
    public void open(ModelCard card) {
        RecentExperiment result = shipped.get(card.folder());
        if (result == null) {
            document.openModel(card.folder());
        } else {
            document.openShipped(card.folder(), result.folder());
        }
    }

    /** Opens somebody's own model folder. */
    public void openModel(Path folder) {
        document.openModel(folder);
    }

    public void open(RecentExperiment experiment) {
        document.openResults(experiment.folder());
    }

    /** Opens somebody's own results folder. */
    public void openResults(Path folder) {
        document.openResults(folder);
    }

    /**
     * The newest finished result of a model, or the one that came with it: its matrix is the best
     * picture.
     */
    public Optional<RecentExperiment> resultOf(ModelCard card) {
        String name = String.valueOf(card.folder().getFileName());
        return experiments.get().stream()
                .filter(e -> e.model().equals(name) && e.picture().length > 0)
                .findFirst()
                .or(() -> Optional.ofNullable(shipped.get(card.folder())));
    }

    /** {@code Today, 10:42}, {@code Yesterday} or {@code 18 Nov 2026}. */
    public String when(Instant instant) {
        ZonedDateTime time = instant.atZone(clock.getZone());
        LocalDate today = LocalDate.now(clock);
        if (time.toLocalDate().equals(today)) {
            return "Today, " + TIME.format(time);
        }
        return time.toLocalDate().equals(today.minusDays(1)) ? "Yesterday" : DAY.format(time);
    }
}
