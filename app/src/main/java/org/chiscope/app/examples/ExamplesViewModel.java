package org.chiscope.app.examples;

import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.chiscope.app.background.Background;
import org.chiscope.app.background.LatestJob;
import org.chiscope.app.document.ExampleTexts;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.document.OpenModel;
import org.chiscope.app.document.Reading;
import org.chiscope.app.selection.CellName;
import org.chiscope.app.selection.Selection;
import org.chiscope.data.Pattern;
import org.chiscope.experiment.ComponentInfo;
import org.chiscope.experiment.Snapshot;
import org.chiscope.response.Part;
import org.chiscope.response.SusceptibilityRow;
import org.jspecify.annotations.Nullable;

/**
 * What the Examples perspective shows: the examples of the open result, coloured by the χ of the
 * selected component. Component and marked pattern are those of the selection. FX thread only (or,
 * in tests, one thread).
 */
public final class ExamplesViewModel {
    /** A run under way is looked at again after so long. */
    private static final long AGAIN_NANOS = Duration.ofSeconds(2).toNanos();

    private final ExperimentDocument document;
    private final Selection selection;
    private final ObjectProperty<Part> part;
    private final LatestJob reading;
    private final LatestJob looking;
    private final LatestJob guessing;
    private final OwnTextViewModel own;

    private final BooleanProperty showing = new SimpleBooleanProperty(this, "showing");
    private final BooleanProperty onlyMarked = new SimpleBooleanProperty(this, "onlyMarked");
    private final BooleanProperty noiseColoured = new SimpleBooleanProperty(this, "noiseColoured");
    private final ObjectProperty<ExampleOrder> order =
            new SimpleObjectProperty<>(this, "order", ExampleOrder.GIVEN);
    private final ObjectProperty<@Nullable Double> limit =
            new SimpleObjectProperty<>(this, "limit");
    private final IntegerProperty firstUnit = new SimpleIntegerProperty(this, "firstUnit");
    private final ObjectProperty<@Nullable Integer> hovered =
            new SimpleObjectProperty<>(this, "hovered");
    private final ReadOnlyObjectWrapper<@Nullable ExamplesState> state =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable ExampleDetail> detail =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<List<ExampleDetail.Guess>> guesses =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper("");

    private @Nullable ExampleResponses responses;
    private @Nullable Source source;
    private @Nullable Asked asked;
    private long readAt;

    /** What examples' numbers rest on. */
    private record Source(String runId, long draws) {}

    /** What is shown of them. */
    private record Asked(Source source, int row, Part part) {}

    /**
     * @param part which estimate: the one that the matrix shows
     */
    public ExamplesViewModel(
            ExperimentDocument document,
            Selection selection,
            ObjectProperty<Part> part,
            Background background) {
        this.document = document;
        this.selection = selection;
        this.part = part;
        reading = new LatestJob(background);
        looking = new LatestJob(background);
        guessing = new LatestJob(background);
        document.snapshotProperty()
                .addListener(
                        (o, before, now) -> {
                            if (before != null
                                    && (now == null || !now.runId().equals(before.runId()))) {
                                forget();
                            }
                            look();
                        });
        selection.selectedProperty().addListener((o, before, now) -> look());
        selection.exampleProperty().addListener((o, before, now) -> lookAtExample());
        part.addListener((o, before, now) -> look());
        showing.addListener((o, before, now) -> look());
        hovered.addListener((o, before, now) -> guess(now));
        own = new OwnTextViewModel(document, background);
    }

    /** A text of one's own beside the data. */
    public OwnTextViewModel own() {
        return own;
    }

    /** Colours the own text by the component that is shown. */
    public void colourOwn() {
        ExamplesState shown = state.get();
        if (shown != null) {
            own.colour(shown.component().name());
        }
    }

    /** Whether the perspective is in sight: otherwise nothing is computed. */
    public BooleanProperty showingProperty() {
        return showing;
    }

    /** Which estimate is shown. */
    public ObjectProperty<Part> partProperty() {
        return part;
    }

    /** Whether only examples of the marked pattern are shown. */
    public BooleanProperty onlyMarkedProperty() {
        return onlyMarked;
    }

    /** Whether examples within two standard errors are coloured too. */
    public BooleanProperty noiseColouredProperty() {
        return noiseColoured;
    }

    /** In which order examples that are no text stand; contexts stand as given. */
    public ObjectProperty<ExampleOrder> orderProperty() {
        return order;
    }

    /** What the ends of the colours stand for, if the person chose it. */
    public ObjectProperty<@Nullable Double> limitProperty() {
        return limit;
    }

    /** The first context, or example, of the page among those that are shown. */
    public IntegerProperty firstUnitProperty() {
        return firstUnit;
    }

    /** The example under the pointer, or null. */
    public ObjectProperty<@Nullable Integer> hoveredProperty() {
        return hovered;
    }

    /** The response of the selected component; null without one. */
    public ReadOnlyObjectProperty<@Nullable ExamplesState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** The selected example; null without one. */
    public ReadOnlyObjectProperty<@Nullable ExampleDetail> detailProperty() {
        return detail.getReadOnlyProperty();
    }

    /** What the model expects in the place of the hovered token; empty until it is known. */
    public ReadOnlyObjectProperty<List<ExampleDetail.Guess>> guessesProperty() {
        return guesses.getReadOnlyProperty();
    }

    /** Why nothing is shown, one sentence; empty while something is. */
    public ReadOnlyStringProperty messageProperty() {
        return message.getReadOnlyProperty();
    }

    /** The marked pattern: the selected one, or empty. */
    public String marked() {
        CellName name = selection.selectedProperty().get();
        return name == null ? "" : name.pattern();
    }

    /** Selects another component; the pattern stays. */
    public void chooseComponent(String component) {
        CellName before = selection.selectedProperty().get();
        String pattern = before == null ? firstPattern() : before.pattern();
        selection.select(new CellName(component, pattern));
    }

    /** Marks another pattern; the component stays. */
    public void mark(String pattern) {
        ExamplesState shown = state.get();
        if (shown != null) {
            selection.select(new CellName(shown.component().name(), pattern));
        }
    }

    private String firstPattern() {
        Snapshot snapshot = document.snapshotProperty().get();
        return snapshot == null || snapshot.patterns().isEmpty()
                ? ""
                : snapshot.patterns().getFirst().name();
    }

    /** The examples that are shown: all, or those of the marked pattern. */
    public IntPredicate wanted() {
        ExamplesState shown = state.get();
        if (shown == null || !onlyMarked.get() || marked().isEmpty()) {
            return example -> true;
        }
        BitSet members = shown.members(marked());
        return members::get;
    }

    /** Contexts, or examples, that hold something of what is shown, in the order of the pages. */
    public int[] units() {
        ExamplesState shown = state.get();
        if (shown == null) {
            return new int[0];
        }
        if (shown.texts().tokens() == null && order.get() == ExampleOrder.VALUE) {
            return Arrays.stream(shown.ascending()).filter(wanted()).toArray();
        }
        if (!onlyMarked.get() || marked().isEmpty()) {
            int[] all = new int[shown.units()];
            Arrays.setAll(all, i -> i);
            return all;
        }
        return shown.members(marked()).stream().map(shown::unitOf).distinct().toArray();
    }

    /** Turns to the page that holds an example, and selects it. */
    public void goTo(int example) {
        ExamplesState shown = state.get();
        if (shown != null) {
            int unit = shown.unitOf(example);
            int[] units = units();
            for (int place = 0; place < units.length; place++) {
                if (units[place] == unit) {
                    // A context stands first on its page; smaller things keep their place on it.
                    boolean whole = shown.texts().tokens() != null;
                    firstUnit.set(whole ? place : place - place % shown.pageSize());
                }
            }
        }
        selection.selectExample(example);
    }

    /** Goes to the example with the most negative χ among those that are shown. */
    public void goToStrongest() {
        ExamplesState shown = state.get();
        if (shown != null) {
            shown.lowest(1, wanted()).forEach(this::goTo);
        }
    }

    private void forget() {
        responses = null;
        source = null;
        asked = null;
        reading.forget();
        looking.forget();
        state.set(null);
        detail.set(null);
        limit.set(null);
        firstUnit.set(0);
        selection.selectExample(null);
    }

    private void look() {
        Snapshot snapshot = document.snapshotProperty().get();
        OpenModel model = document.modelProperty().get();
        if (!showing.get()) {
            return;
        }
        if (snapshot == null || model == null) {
            message.set("Sample the model, or open a result, to see its data coloured by χ.");
            return;
        }
        ExampleTexts texts = model.examples();
        if (texts == null) {
            message.set(
                    "This system has no data: its columns are fields. The matrix shows all there"
                            + " is.");
            return;
        }
        int row = row(snapshot);
        if (row < 0) {
            message.set("No draws yet: examples are coloured once the chains have made some.");
            return;
        }
        Source now = new Source(snapshot.runId(), snapshot.drawsMade());
        boolean settled = snapshot.state().ended() || source == null;
        if (!now.equals(source)
                && (settled || (System.nanoTime() - readAt > AGAIN_NANOS && !busy()))) {
            source = now;
            responses = new ExampleResponses(document::examples);
        }
        Source stands = source;
        ExampleResponses from = responses;
        if (stands == null || from == null) {
            return;
        }
        Asked wanted = new Asked(stands, row, part.get());
        if (wanted.equals(asked)) {
            return;
        }
        boolean otherNumbers = asked == null || asked.part() != wanted.part();
        asked = wanted;
        readAt = System.nanoTime();
        read(snapshot, model, texts, from, wanted, otherNumbers);
    }

    private boolean busy() {
        return reading.runningProperty().get();
    }

    private void read(
            Snapshot snapshot,
            OpenModel model,
            ExampleTexts texts,
            ExampleResponses from,
            Asked wanted,
            boolean otherNumbers) {
        ComponentInfo component = snapshot.components().get(wanted.row());
        List<Pattern> patterns = model.system().patterns();
        Reading kind = Reading.of(snapshot);
        if (state.get() == null) {
            message.set("Reading the examples …");
        }
        reading.start(
                () ->
                        ExamplesState.of(
                                texts,
                                ExamplesState.groups(patterns),
                                component,
                                wanted.row(),
                                wanted.part(),
                                kind,
                                from.values(wanted.row(), wanted.part()),
                                texts.losses().get()),
                found -> {
                    boolean first = state.get() == null;
                    if (otherNumbers) {
                        limit.set(null);
                    }
                    message.set("");
                    state.set(found);
                    if (first && selection.exampleProperty().get() == null) {
                        showStrongest(found);
                    }
                    lookAtExample();
                },
                sentence -> {
                    asked = null;
                    state.set(null);
                    message.set(sentence);
                });
    }

    /** The first page is that of what the component responds to most. */
    private void showStrongest(ExamplesState found) {
        if (found.ascending().length > 0 && found.texts().tokens() != null) {
            firstUnit.set(found.unitOf(found.ascending()[0]));
        }
    }

    /** The selected component's row; without one, the row with the surest cell. */
    private int row(Snapshot snapshot) {
        CellName name = selection.selectedProperty().get();
        ExamplesState shown = state.get();
        String wanted =
                name != null ? name.component() : shown == null ? "" : shown.component().name();
        int surest = -1;
        double most = -1;
        for (int r = 0; r < snapshot.components().size(); r++) {
            SusceptibilityRow row = snapshot.matrix().row(r);
            if (row == null) {
                continue;
            }
            if (snapshot.components().get(r).name().equals(wanted)) {
                return r;
            }
            double best =
                    row.cells().stream()
                            .map(cell -> part.get().of(cell))
                            .mapToDouble(e -> Math.abs(e.value()) / e.monteCarloError())
                            .filter(Double::isFinite)
                            .max()
                            .orElse(0);
            if (best > most) {
                most = best;
                surest = r;
            }
        }
        return surest;
    }

    // ---- One example ----

    private void lookAtExample() {
        Integer example = selection.exampleProperty().get();
        Snapshot snapshot = document.snapshotProperty().get();
        OpenModel model = document.modelProperty().get();
        ExampleResponses from = responses;
        ExamplesState shown = state.get();
        if (example == null
                || example < 0
                || snapshot == null
                || model == null
                || from == null
                || shown == null
                || example >= shown.texts().count()) {
            looking.forget();
            detail.set(null);
            return;
        }
        Part wanted = part.get();
        looking.start(
                () -> ExampleDetail.of(snapshot, model, from, example, wanted),
                detail::set,
                sentence -> detail.set(null));
    }

    private void guess(@Nullable Integer example) {
        guesses.set(List.of());
        OpenModel model = document.modelProperty().get();
        if (example == null || example < 0 || model == null) {
            guessing.forget();
            return;
        }
        guessing.start(
                () -> ExampleDetail.guesses(model, example),
                guesses::set,
                sentence -> guesses.set(List.of()));
    }
}
