package org.chiscope.app.modes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.chiscope.app.background.Background;
import org.chiscope.app.background.LatestJob;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.document.ExampleTexts;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.document.OpenModel;
import org.chiscope.data.Pattern;
import org.chiscope.experiment.ExampleColumns;
import org.chiscope.experiment.ExperimentRun;
import org.chiscope.experiment.ModesTable;
import org.chiscope.experiment.PatternInfo;
import org.chiscope.experiment.Snapshot;
import org.chiscope.modes.MatrixForm;
import org.chiscope.response.Part;
import org.jspecify.annotations.Nullable;

/**
 * What the Modes perspective shows and what a person can choose there. Everything is worked out off
 * the FX thread, and only while the perspective is in sight; while chains run, at most once a
 * second, and the responses of single examples less often. FX thread only (or, in tests, one
 * thread).
 */
public final class ModesViewModel {
    private static final long MODES_EVERY_NANOS = 1_000_000_000L;
    private static final long EXAMPLES_EVERY_NANOS = 5_000_000_000L;

    /** Characters of text on either side of a token. */
    private static final int AROUND = 30;

    private final ExperimentDocument document;
    private final LongSupplier clock;
    private final LatestJob decomposing;
    private final LatestJob reading;
    private final LatestJob mapping;
    private final LatestJob exporting;

    private final BooleanProperty showing = new SimpleBooleanProperty(this, "showing");
    private final ReadOnlyObjectWrapper<ModesChoice> choice =
            new ReadOnlyObjectWrapper<>(ModesChoice.FIRST);
    private final ReadOnlyObjectWrapper<@Nullable ModesState> state = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<@Nullable ExampleMap> map = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper mapMessage = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<@Nullable ExampleTexts> texts =
            new ReadOnlyObjectWrapper<>();

    private String runId = "";
    private long shownDraws = -1;
    private boolean shownEnded;
    private long shownAt;
    private @Nullable ExampleColumns columns;
    private Part columnsPart = Part.FLUCTUATION;
    private long columnsDraws = -1;
    private long columnsAt;

    public ModesViewModel(ExperimentDocument document, Background background) {
        this(document, background, System::nanoTime);
    }

    /**
     * @param clock nanoseconds from any moment on
     */
    ModesViewModel(ExperimentDocument document, Background background, LongSupplier clock) {
        this.document = document;
        this.clock = clock;
        decomposing = new LatestJob(background);
        reading = new LatestJob(background);
        mapping = new LatestJob(background);
        exporting = new LatestJob(background);
        document.snapshotProperty().addListener((o, before, now) -> look(now));
        showing.addListener((o, before, now) -> look(document.snapshotProperty().get()));
    }

    /** Whether the perspective is in sight: otherwise nothing is computed. */
    public BooleanProperty showingProperty() {
        return showing;
    }

    public ReadOnlyObjectProperty<ModesChoice> choiceProperty() {
        return choice.getReadOnlyProperty();
    }

    /** The modes; null without a result, or where there are none. */
    public ReadOnlyObjectProperty<@Nullable ModesState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Why there are no modes, one sentence; empty while some are shown. */
    public ReadOnlyStringProperty messageProperty() {
        return message.getReadOnlyProperty();
    }

    /** Examples in a plane; null where there are none. */
    public ReadOnlyObjectProperty<@Nullable ExampleMap> mapProperty() {
        return map.getReadOnlyProperty();
    }

    /** Why there is no map, one sentence; empty while one is shown. */
    public ReadOnlyStringProperty mapMessageProperty() {
        return mapMessage.getReadOnlyProperty();
    }

    /** What examples look like; null where nothing is known but numbers. */
    public ReadOnlyObjectProperty<@Nullable ExampleTexts> textsProperty() {
        return texts.getReadOnlyProperty();
    }

    /** Whether examples are tokens. */
    public boolean isLanguage() {
        ExampleTexts known = texts.get();
        return known != null && known.tokens() != null;
    }

    /** An example on one line. */
    public ExampleTexts.Snippet snippet(int example) {
        ExampleTexts known = texts.get();
        return known == null || example >= known.count()
                ? new ExampleTexts.Snippet("", "example " + NumberText.count(example), "")
                : known.snippet(example, AROUND);
    }

    /** Whether nothing is being worked out: what is shown is all that was asked for. */
    public boolean idle() {
        return !decomposing.runningProperty().get()
                && !reading.runningProperty().get()
                && !mapping.runningProperty().get();
    }

    // ---- Choices ----

    /** Makes another choice. */
    public void choose(UnaryOperator<ModesChoice> change) {
        ModesChoice before = choice.get();
        ModesChoice now = change.apply(before);
        choice.set(now);
        if (before.part() != now.part() || !before.form().equals(now.form())) {
            decompose();
        } else if (!before.equals(now)) {
            lay();
        }
    }

    /** Looks at the mode so many places further on, as far as there are any. */
    public void step(int by) {
        ModesState shown = state.get();
        if (shown != null) {
            int count = shown.modes().count();
            int next = Math.clamp(choice.get().modeOf(count) + by, 0, count - 1);
            choose(now -> now.withMode(next));
        }
    }

    /** The mode that is looked at; 0 without modes. */
    public int mode() {
        ModesState shown = state.get();
        return shown == null ? 0 : choice.get().modeOf(shown.modes().count());
    }

    /**
     * The structure that moves where data are perturbed along the mode, by component: what
     * Patterning takes as a target. Empty where it cannot, as of the shift alone.
     */
    public Map<String, Double> direction() {
        ModesState shown = state.get();
        Map<String, Double> direction = new LinkedHashMap<>();
        if (shown != null && shown.modes().part() != Part.SHIFT) {
            double[] values = shown.modes().direction(mode());
            for (int r = 0; r < values.length; r++) {
                direction.put(shown.rows().get(r).name(), values[r]);
            }
        }
        return direction;
    }

    // ---- Answers ----

    private void look(@Nullable Snapshot now) {
        if (now == null) {
            beginAnew("");
            return;
        }
        if (!now.runId().equals(runId)) {
            beginAnew(now.runId());
        }
        if (!showing.get() || decomposing.runningProperty().get()) {
            return;
        }
        boolean more = now.drawsMade() != shownDraws;
        // The last draws may be counted before their estimates are there.
        if (now.state().ended()
                ? more || !shownEnded
                : more && (shownDraws < 0 || clock.getAsLong() - shownAt >= MODES_EVERY_NANOS)) {
            decompose();
        }
    }

    /** Nothing of another run is shown of this one, but what was chosen of it stays. */
    private void beginAnew(String id) {
        runId = id;
        decomposing.forget();
        reading.forget();
        mapping.forget();
        shownDraws = -1;
        shownEnded = false;
        columns = null;
        columnsDraws = -1;
        state.set(null);
        message.set("");
        map.set(null);
        mapMessage.set("");
        choice.set(choice.get().withMode(0));
    }

    private void decompose() {
        Snapshot now = document.snapshotProperty().get();
        if (now == null || !showing.get()) {
            return;
        }
        readTexts();
        Part part = choice.get().part();
        MatrixForm form = choice.get().form();
        shownDraws = now.drawsMade();
        shownEnded = now.state().ended();
        shownAt = clock.getAsLong();
        if (state.get() == null) {
            message.set("Taking the matrix apart …");
        }
        decomposing.start(
                () -> ModesState.of(now, part, form),
                found -> {
                    message.set("");
                    state.set(found);
                    readExamples(now);
                },
                sentence -> {
                    state.set(null);
                    map.set(null);
                    message.set(sentence);
                });
    }

    /** Responses of single examples are read again only where there is something new in them. */
    private void readExamples(Snapshot now) {
        ModesState shown = state.get();
        ExperimentRun run = document.run();
        if (shown == null || run == null) {
            return;
        }
        if (shown.fields()) {
            mapMessage.set("Columns are fields here and not data: there are no single examples.");
            return;
        }
        Part part = shown.modes().part();
        boolean samePart = columns != null && columnsPart == part;
        boolean fresh =
                columnsDraws == now.drawsMade()
                        || (!now.state().ended()
                                && clock.getAsLong() - columnsAt < EXAMPLES_EVERY_NANOS);
        boolean sameRows = columns != null && columns.rows().length == shown.data().places().size();
        if (samePart && sameRows && fresh) {
            lay();
            return;
        }
        columnsDraws = now.drawsMade();
        columnsAt = clock.getAsLong();
        List<Integer> places = shown.data().places();
        if (!samePart) {
            map.set(null);
            mapMessage.set("Reading the examples' responses …");
        }
        reading.start(
                () -> ExampleColumns.of(run, places, part),
                found -> {
                    columns = found;
                    columnsPart = part;
                    lay();
                },
                sentence -> {
                    columns = null;
                    map.set(null);
                    mapMessage.set(sentence);
                });
    }

    /** Lays the examples out as is chosen. */
    private void lay() {
        ModesState shown = state.get();
        ExampleColumns known = columns;
        OpenModel model = document.modelProperty().get();
        if (shown == null
                || known == null
                || model == null
                || columnsPart != shown.modes().part()
                || known.rows().length != shown.rows().size()) {
            return;
        }
        ModesChoice now = choice.get();
        mapping.start(
                () -> ExampleMap.of(shown, known, patterns(shown, model), now),
                found -> {
                    mapMessage.set("");
                    map.set(found);
                },
                sentence -> {
                    map.set(null);
                    mapMessage.set(sentence);
                });
    }

    /** The patterns of the columns, in their order. */
    private static List<Pattern> patterns(ModesState shown, OpenModel model) {
        List<Pattern> patterns = new ArrayList<>();
        for (PatternInfo info : shown.data().snapshot().patterns()) {
            for (Pattern pattern : model.system().patterns()) {
                if (pattern.name().equals(info.name())) {
                    patterns.add(pattern);
                }
            }
        }
        return patterns;
    }

    /** Names of the patterns that an example is in. */
    public List<String> patternsOf(int example) {
        ModesState shown = state.get();
        OpenModel model = document.modelProperty().get();
        return shown == null || model == null
                ? List.of()
                : patterns(shown, model).stream()
                        .filter(each -> Arrays.binarySearch(each.examples(), example) >= 0)
                        .map(Pattern::name)
                        .toList();
    }

    private void readTexts() {
        OpenModel model = document.modelProperty().get();
        texts.set(model == null ? null : model.examples());
    }

    // ---- Export ----

    /** Writes singular values and loadings with their errors as CSV. */
    public void exportTable(Path file) {
        ModesState shown = state.get();
        if (shown != null) {
            List<String> patterns = shown.columns().stream().map(ModesState.Item::name).toList();
            exporting.start(
                    () -> {
                        ModesTable.write(shown.modes(), patterns, file);
                        return true;
                    },
                    done -> {},
                    document::refuse);
        }
    }

    /** The command that shows the same modes; empty without a result. */
    public String command() {
        Path results = document.folderProperty().get();
        if (results == null) {
            return "";
        }
        ModesChoice now = choice.get();
        StringBuilder command = new StringBuilder("./chiscope modes ");
        String folder = results.toString();
        command.append(
                folder.matches("[A-Za-z0-9_./=,+:-]+")
                        ? folder
                        : "'" + folder.replace("'", "'\\''") + "'");
        if (now.part() != Part.FLUCTUATION) {
            command.append(" --part ").append(now.part().name().toLowerCase(Locale.ROOT));
        }
        if (now.form().norm()) {
            command.append(" --rows norm");
        }
        if (now.form().centred()) {
            command.append(" --centred");
        }
        if (now.form().whitened()) {
            command.append(" --whitened");
        }
        return command.toString();
    }
}
