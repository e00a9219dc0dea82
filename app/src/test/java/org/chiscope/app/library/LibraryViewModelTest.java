package org.chiscope.app.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.chiscope.app.ToyModel;
import org.chiscope.app.background.Background;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.document.ModelCard;
import org.chiscope.experiment.ResultsCopy;
import org.chiscope.experiment.RunState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryViewModelTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir Path home;

    @Test
    void listsModelsWithTheirShape() throws Exception {
        ToyModel.write(home, 10);
        LibraryViewModel library = library(document());
        library.refresh();
        ModelCard card = library.modelsProperty().get().get(0);
        assertEquals("Toy model", card.title());
        assertEquals("2 layers, 2 heads · 816 parameters", card.size());
        assertEquals(new ModelCard.Heads(2, 2, false), card.shape());
        assertEquals("", card.problem());
        assertTrue(library.experimentsProperty().get().isEmpty());
    }

    @Test
    void itIsReadingUntilBothListsAreThere() {
        Deque<Runnable> work = new ArrayDeque<>();
        LibraryViewModel library = library(document(), new Background(work::add, Runnable::run));
        assertFalse(library.readingProperty().get());
        library.refresh();
        work.remove().run();
        assertTrue(library.readingProperty().get());
        work.remove().run();
        assertFalse(library.readingProperty().get());
    }

    @Test
    void aDamagedModelHasACardThatSaysWhy() throws Exception {
        Path folder = ToyModel.write(home, 10);
        Files.writeString(folder.resolve("config.json"), "{\"title\": ");
        LibraryViewModel library = library(document());
        library.refresh();
        ModelCard card = library.modelsProperty().get().get(0);
        assertEquals("toy", card.title());
        assertTrue(card.problem().contains("config.json"), card.problem());
    }

    @Test
    void withoutSampleModelsThereIsASentence() {
        LibraryViewModel library = library(document());
        library.refresh();
        assertTrue(
                library.modelsFailureProperty().get().startsWith("There is no folder of sample"));
    }

    @Test
    void aFinishedRunIsListedWithItsVerdictAndItsPicture() throws Exception {
        ExperimentDocument document = document();
        document.openModel(ToyModel.write(home, 60));
        document.sample(ToyModel.experiment(60));
        ToyModel.follow(
                document, () -> document.snapshotProperty().get().state() == RunState.FINISHED);
        LibraryViewModel library = library(document);
        library.refresh();
        RecentExperiment recent = library.experimentsProperty().get().get(0);
        assertEquals("Toy experiment", recent.name());
        assertEquals("toy", recent.model());
        assertEquals(8, recent.ensembles());
        assertEquals(8 * 4 * 60, recent.draws());
        assertTrue(recent.verdict().contains("R-hat"), recent.verdict());
        assertEquals(7, recent.picture().length);
        assertEquals(3, recent.picture()[0].length);
        ModelCard card = library.modelsProperty().get().get(0);
        assertEquals(recent, library.resultOf(card).orElseThrow());
    }

    /** Where a model's result was made. */
    private Path sampled(Path model) throws Exception {
        ExperimentDocument maker = document();
        maker.openModel(model);
        maker.sample(ToyModel.experiment(20));
        ToyModel.follow(maker, () -> state(maker) == RunState.FINISHED);
        return maker.folderProperty().get();
    }

    @Test
    void drawsCannotBeAddedToACompactResultAndNothingIsLeftBehind() throws Exception {
        Path model = ToyModel.write(home, 20);
        Path made = sampled(model);
        ResultsCopy.compact(made, model.resolve("result"));
        ExperimentDocument document = document();
        LibraryViewModel library = library(document);
        library.refresh();
        library.open(library.modelsProperty().get().get(0));
        assertEquals(RunState.FINISHED, state(document));

        document.extend(40);
        ToyModel.follow(document, () -> !document.failureProperty().get().isEmpty());

        String sentence = document.failureProperty().get();
        assertTrue(sentence.startsWith("Draws cannot be added to the result in "), sentence);
        try (Stream<Path> results = Files.list(document.resultsRoot())) {
            assertEquals(List.of(made), results.toList());
        }
        assertEquals(RunState.FINISHED, state(document));
    }

    /** The result stays as it came: draws are added to a copy among the person's own results. */
    @Test
    void aModelThatCameWithAResultOpensItAndKeepsIt() throws Exception {
        Path model = ToyModel.write(home, 20);
        Path made = sampled(model);
        Path shipped = model.resolve("result");
        ResultsCopy.make(made, shipped);
        String table = Files.readString(shipped.resolve("chi.csv"));
        assertEquals(table, Files.readString(made.resolve("chi.csv")));
        ExperimentDocument document = document();
        LibraryViewModel library = library(document);
        library.refresh();
        ModelCard card = library.modelsProperty().get().get(0);

        library.open(card);

        assertEquals("", document.failureProperty().get());
        assertEquals(RunState.FINISHED, state(document));
        assertEquals(shipped, document.folderProperty().get());
        document.extend(40);
        ToyModel.follow(document, () -> state(document) == RunState.FINISHED);
        assertEquals(document.resultsRoot(), document.folderProperty().get().getParent());
        assertEquals(8 * 4 * 40, document.snapshotProperty().get().drawsMade());
        assertEquals(table, Files.readString(shipped.resolve("chi.csv")));
    }

    @Test
    void aShippedResultThatIsDamagedStillOpensTheModel() throws Exception {
        Path model = ToyModel.write(home, 20);
        ExperimentDocument document = document();

        document.openShipped(model, model.resolve("result"));

        assertEquals("Toy model", document.modelProperty().get().title());
        assertTrue(document.failureProperty().get().contains("result"));
    }

    private static RunState state(ExperimentDocument document) {
        return document.snapshotProperty().get().state();
    }

    @Test
    void anUnfinishedRunSaysThatItCanGoOn() throws Exception {
        ExperimentDocument document = document();
        document.openModel(ToyModel.write(home, 10));
        document.sample(ToyModel.experiment(50_000));
        ToyModel.follow(document, () -> document.snapshotProperty().get().drawsMade() > 0);
        document.stop();
        ToyModel.follow(
                document, () -> document.snapshotProperty().get().state() == RunState.CANCELLED);
        List<RecentExperiment> found = ResultsShelf.read(document.resultsRoot(), 10);
        assertEquals(RecentExperiment.Standing.UNFINISHED, found.get(0).standing());
        assertEquals("Unfinished, resumes from here", found.get(0).verdict());
    }

    @Test
    void aFolderThatCannotBeReadIsListedWithTheReason() throws Exception {
        Path folder = Files.createDirectories(home.resolve("results").resolve("broken"));
        Files.writeString(folder.resolve("experiment.json"), "[]");
        RecentExperiment entry = ResultsShelf.read(home.resolve("results"), 10).get(0);
        assertEquals(RecentExperiment.Standing.BAD, entry.standing());
        assertTrue(entry.verdict().startsWith("Cannot be read"), entry.verdict());
    }

    @Test
    void daysAreSaidAsPeopleSayThem() {
        LibraryViewModel library = library(document());
        assertEquals("Today, 09:05", library.when(Instant.parse("2026-11-22T09:05:00Z")));
        assertEquals("Yesterday", library.when(Instant.parse("2026-11-21T23:00:00Z")));
        assertEquals("18 Nov 2026", library.when(Instant.parse("2026-11-18T12:00:00Z")));
    }

    @Test
    void resultsFollowTheDesktopsConvention() {
        assertEquals(
                Path.of("/data/chiscope/results"),
                ResultsShelf.standard(Map.of("XDG_DATA_HOME", "/data"), Path.of("/home/me")));
        assertEquals(
                Path.of("/home/me/.local/share/chiscope/results"),
                ResultsShelf.standard(Map.of(), Path.of("/home/me")));
    }

    @Test
    void quotedFieldsOfCsvKeepTheirCommas() {
        assertEquals(
                List.of("a", "first, \"half\"", "1.5"),
                ResultsShelf.fields("a,\"first, \"\"half\"\"\",1.5"));
    }

    private ExperimentDocument document() {
        return ToyModel.document(home, Background.inline());
    }

    private LibraryViewModel library(ExperimentDocument document) {
        return library(document, Background.inline());
    }

    private LibraryViewModel library(ExperimentDocument document, Background background) {
        return new LibraryViewModel(
                ToyModel.catalog(home), document, background, Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
