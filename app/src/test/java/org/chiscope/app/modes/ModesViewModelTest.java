package org.chiscope.app.modes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.chiscope.app.Gate;
import org.chiscope.app.ToyModel;
import org.chiscope.app.background.Background;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.document.OpenModel;
import org.chiscope.app.patterning.PatterningViewModel;
import org.chiscope.data.Pattern;
import org.chiscope.modes.MatrixForm;
import org.chiscope.response.Estimate;
import org.chiscope.response.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the perspective answers, without a window: everything is done at once. */
@SuppressWarnings("NullAway.Init") // fields are set by each test's first step
class ModesViewModelTest {
    @TempDir Path home;
    private ExperimentDocument document;
    private ModesViewModel modes;
    private PatterningViewModel patterning;

    @AfterEach
    void close() throws Exception {
        document.close(Duration.ofSeconds(20));
    }

    /** A finished run of the toy model, with the perspective in sight. */
    private void open(int draws) throws Exception {
        Path folder = ToyModel.write(home, draws);
        document = ToyModel.document(home, Background.inline());
        modes = new ModesViewModel(document, Background.inline());
        patterning = new PatterningViewModel(document, Background.inline(), 2);
        document.openModel(folder);
        document.sample(model().experiment());
        ToyModel.follow(document, this::ended);
        modes.showingProperty().set(true);
        document.pulse();
    }

    private OpenModel model() {
        return Objects.requireNonNull(document.modelProperty().get());
    }

    private boolean ended() {
        var snapshot = document.snapshotProperty().get();
        return snapshot != null && snapshot.state().ended();
    }

    private ModesState state() {
        return Objects.requireNonNull(modes.stateProperty().get(), modes.messageProperty().get());
    }

    private ExampleMap map() {
        return Objects.requireNonNull(modes.mapProperty().get(), modes.mapMessageProperty().get());
    }

    @Test
    void aResultIsTakenApart() throws Exception {
        open(200);
        assertEquals(3, state().modes().count(), "as many as there are patterns");
        assertEquals(3, state().columns().size());
        assertEquals(3, state().overlaps().size());
        assertEquals("nats²", state().unit());
        assertEquals(0, modes.mode());
        modes.step(1);
        assertEquals(1, modes.mode());
        modes.step(9);
        assertEquals(2, modes.mode(), "there are no more");
        assertEquals("", modes.messageProperty().get());
    }

    /** Means of examples along a mode are s v: the map and the loadings are one thing. */
    @Test
    void arrowsAreTheModesOwnLoadings() throws Exception {
        open(200);
        modes.choose(choice -> choice.withMode(1).withPartner(0));
        assertEquals(48, map().dots().size(), "all examples");
        List<Pattern> patterns = model().system().patterns();
        for (int k = 0; k < patterns.size(); k++) {
            int[] members = patterns.get(k).examples();
            double meanX = 0;
            double meanY = 0;
            for (ExampleMap.Dot dot : map().dots()) {
                if (Arrays.binarySearch(members, dot.example()) >= 0) {
                    meanX += dot.x() / members.length;
                    meanY += dot.y() / members.length;
                }
            }
            double second = state().modes().singularValue(1).value();
            double first = state().modes().singularValue(0).value();
            // Examples are kept as floats.
            assertEquals(
                    second * state().modes().patternLoadings(1).get(k).value(),
                    meanX,
                    1e-5 * first);
            assertEquals(
                    first * state().modes().patternLoadings(0).get(k).value(), meanY, 1e-5 * first);
            assertEquals(meanX, map().arrows().get(k).x(), 1e-5 * first);
            assertEquals(meanY, map().arrows().get(k).y(), 1e-5 * first);
        }
    }

    @Test
    void theMapFollowsWhatIsChosen() throws Exception {
        open(200);
        assertEquals(0, map().first());
        assertEquals(1, map().second());
        double along = map().correlation();
        modes.choose(choice -> choice.withMap(MapKind.PCA));
        assertEquals(MapKind.PCA, map().kind());
        // Two axes that hold most of the spread keep distances at least about as well.
        assertTrue(map().correlation() > along - 0.1, map().correlation() + " after " + along);
        assertTrue(map().shares()[0] >= map().shares()[1]);
        modes.choose(choice -> choice.withMap(MapKind.MODES).withMode(2));
        assertEquals(2, map().first());
        assertEquals(1, map().second(), "the last mode's partner is the one before");
        List<ExampleMap.Strong> top = map().top();
        assertEquals(9, top.size());
        assertTrue(top.get(0).value() >= top.get(8).value());
        double largest = map().dots().stream().mapToDouble(ExampleMap.Dot::x).max().orElseThrow();
        assertEquals(largest, top.get(0).value(), 1e-6 * Math.abs(largest));
        assertEquals(
                List.of("even", "first tokens"),
                modes.patternsOf(0),
                "of the rules of the toy model");
    }

    @Test
    void partsAndFormsAreChosen() throws Exception {
        open(200);
        double raw = state().modes().singularValue(0).value();
        modes.choose(choice -> choice.withPart(Part.JOINT));
        assertEquals(Part.JOINT, state().modes().part());
        assertTrue(ModeWords.caption(state()).contains("unknown positive factor"));
        modes.choose(choice -> choice.withForm(new MatrixForm(false, false, true)));
        assertEquals(ModeWords.EUCLIDEAN, ModeWords.caption(state()), "rows are comparable");
        modes.choose(choice -> choice.withForm(MatrixForm.RAW));
        assertNotEquals(raw, state().modes().singularValue(0).value());
        assertNotNull(map());
        modes.choose(
                choice ->
                        choice.withPart(Part.FLUCTUATION)
                                .withForm(new MatrixForm(true, true, false)));
        assertEquals("", state().unit(), "whitened is a pure number");
        double rows = 0;
        for (int i = 0; i < state().modes().count(); i++) {
            for (Estimate loading : state().modes().patternLoadings(i)) {
                rows += i == 0 ? loading.value() : 0;
            }
        }
        assertEquals(0, rows, 1e-9, "centred rows have modes that sum to 0 over the patterns");
        modes.choose(choice -> choice.withForm(MatrixForm.RAW));
        assertEquals(raw, state().modes().singularValue(0).value());
    }

    @Test
    void sentencesNameOnlyWhatIsBeyondTwoErrors() throws Exception {
        open(400);
        for (int i = 0; i < state().modes().count(); i++) {
            String words = ModeWords.plain(state(), i);
            if (state().modes().isNoise(i)) {
                assertEquals("This mode is no stronger than noise: read nothing from it.", words);
                continue;
            }
            List<Estimate> loadings = state().modes().patternLoadings(i);
            for (int k = 0; k < loadings.size(); k++) {
                assertFalse(
                        loadings.get(k).isNoise()
                                && words.contains(state().columns().get(k).label()),
                        words);
            }
        }
        assertFalse(state().modes().isNoise(0));
        assertTrue(ModeWords.plain(state(), 0).startsWith("Mode 1 couples "));
    }

    /** dμ ∝ χ v, which for the raw form is u: by hand from the cells. */
    @Test
    void patterningTakesTheModesStructureAsItsTarget() throws Exception {
        open(400);
        Map<String, Double> direction = modes.direction();
        List<Estimate> u = state().modes().componentLoadings(0);
        for (int r = 0; r < u.size(); r++) {
            assertEquals(
                    u.get(r).value(),
                    direction.getOrDefault(state().rows().get(r).name(), Double.NaN),
                    1e-9);
        }
        patterning.wantDirection(Part.FLUCTUATION, direction);
        assertEquals(Map.of(), patterning.choiceProperty().get().changes(), "not there yet");
        patterning.showingProperty().set(true);
        Map<String, Double> wanted = patterning.choiceProperty().get().changes();
        double size = wanted.values().stream().mapToDouble(x -> x * x).sum();
        assertTrue(size > 0);
        for (Map.Entry<String, Double> each : direction.entrySet()) {
            // Targets have three digits.
            assertEquals(
                    each.getValue(),
                    wanted.getOrDefault(each.getKey(), 0.0) / Math.sqrt(size),
                    6e-3 * Math.abs(each.getValue()) + 1e-9);
        }
        modes.choose(choice -> choice.withPart(Part.SHIFT));
        assertEquals(Map.of(), modes.direction(), "the shift alone is no target");
        modes.choose(choice -> choice.withPart(Part.JOINT));
        patterning.wantDirection(Part.JOINT, modes.direction());
        assertEquals(Part.JOINT, patterning.choiceProperty().get().part());
        assertFalse(patterning.choiceProperty().get().changes().isEmpty());
    }

    @Test
    void nothingIsComputedOutOfSightNorTwice() throws Exception {
        Path folder = ToyModel.write(home, 1_000);
        Gate gate = new Gate(400);
        document = ToyModel.document(home, gate);
        AtomicLong now = new AtomicLong();
        modes = new ModesViewModel(document, Background.inline(), now::get);
        document.openModel(folder);
        document.sample(model().experiment());
        ToyModel.follow(
                document,
                () ->
                        document.snapshotProperty().get() != null
                                && document.snapshotProperty().get().matrix().rows().stream()
                                        .allMatch(Objects::nonNull));
        assertNull(modes.stateProperty().get(), "out of sight");
        modes.showingProperty().set(true);
        document.pulse();
        ModesState first = state();
        long draws = first.data().snapshot().drawsMade();
        document.pulse();
        assertEquals(first, state(), "nothing is new");
        gate.open();
        ToyModel.follow(document, () -> document.snapshotProperty().get().drawsMade() > draws + 20);
        assertEquals(first, state(), "within the same second");
        now.addAndGet(2_000_000_000L);
        ToyModel.follow(document, () -> !first.equals(state()));
        document.stop();
        ToyModel.follow(document, this::ended);
        assertEquals(
                document.snapshotProperty().get().drawsMade(),
                state().data().snapshot().drawsMade(),
                "an end is always shown");
    }

    @Test
    void aMatrixThatIsNotThereYetIsASentence() throws Exception {
        Path folder = ToyModel.write(home, 1_000);
        Gate gate = new Gate(4);
        document = ToyModel.document(home, gate);
        modes = new ModesViewModel(document, Background.inline());
        document.openModel(folder);
        assertEquals("", modes.command());
        document.sample(model().experiment());
        ToyModel.follow(document, () -> document.snapshotProperty().get() != null);
        modes.showingProperty().set(true);
        assertNull(modes.stateProperty().get());
        String sentence = modes.messageProperty().get();
        assertTrue(
                sentence.endsWith("sample it first.") || sentence.endsWith("sample on."), sentence);
        gate.open();
        ToyModel.follow(document, () -> modes.stateProperty().get() != null);
        assertEquals("", modes.messageProperty().get());
    }

    @Test
    void theTableAndTheCommandSayWhatIsShown() throws Exception {
        open(200);
        modes.choose(
                choice -> choice.withPart(Part.JOINT).withForm(new MatrixForm(true, true, true)));
        assertTrue(
                modes.command().endsWith(" --part joint --rows norm --centred --whitened"),
                modes.command());
        Path table = home.resolve("modes.csv");
        modes.exportTable(table);
        List<String> lines = Files.readAllLines(table);
        assertEquals("mode,kind,name,value,se_mc", lines.getFirst());
        assertEquals(
                "1,singular_value,," + state().modes().singularValue(0).value(),
                lines.get(1).substring(0, lines.get(1).lastIndexOf(',')));
    }
}
