package org.chiscope.app.patterning;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.chiscope.app.background.Background;
import org.chiscope.app.background.LatestJob;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.document.OpenModel;
import org.chiscope.app.selection.History;
import org.chiscope.experiment.ExampleWeights;
import org.chiscope.experiment.PatterningData;
import org.chiscope.experiment.Snapshot;
import org.chiscope.experiment.Verification;
import org.chiscope.patterning.DataMixture;
import org.chiscope.response.Part;
import org.jspecify.annotations.Nullable;

/**
 * What the Patterning perspective shows and what a person can choose there. Choices are values and
 * can be undone; every choice is answered off the FX thread, and only the answer to the latest is
 * shown. FX thread only (or, in tests, one thread).
 */
public final class PatterningViewModel {
    /** Fewest draws a chain that a verification is offered with at first. */
    private static final int LEAST_DRAWS = 8;

    private final ExperimentDocument document;
    private final LatestJob preparing;
    private final LatestJob solving;
    private final LatestJob suggesting;
    private final LatestJob exporting;
    private final VerifyViewModel verify;
    private final History<PatterningChoice> history = new History<>();

    private final BooleanProperty showing = new SimpleBooleanProperty(this, "showing");
    private final ReadOnlyObjectWrapper<PatterningChoice> choice =
            new ReadOnlyObjectWrapper<>(PatterningChoice.FIRST);
    private final ReadOnlyObjectWrapper<@Nullable PatterningState> state =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper("");
    private final ReadOnlyIntegerWrapper verifyDraws = new ReadOnlyIntegerWrapper();

    private @Nullable PreparedResponse prepared;
    private long preparedDraws;
    private boolean preparedEnded;
    private String runId = "";
    private @Nullable PatterningChoice dragged;
    private @Nullable Map<String, Double> wished;
    private PatterningChoice answered = PatterningChoice.FIRST;

    public PatterningViewModel(ExperimentDocument document, Background background, int workers) {
        this.document = document;
        preparing = new LatestJob(background);
        solving = new LatestJob(background);
        suggesting = new LatestJob(background);
        exporting = new LatestJob(background);
        verify = new VerifyViewModel(background, workers);
        document.snapshotProperty().addListener((o, before, now) -> look(now));
        showing.addListener((o, before, now) -> look(document.snapshotProperty().get()));
    }

    /** Whether the perspective is in sight: otherwise nothing is computed. */
    public BooleanProperty showingProperty() {
        return showing;
    }

    public ReadOnlyObjectProperty<PatterningChoice> choiceProperty() {
        return choice.getReadOnlyProperty();
    }

    /** The answer to the latest choice that has one; null without a result. */
    public ReadOnlyObjectProperty<@Nullable PatterningState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Why nothing is shown, one sentence; empty while something is. */
    public ReadOnlyStringProperty messageProperty() {
        return message.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty canUndoProperty() {
        return history.canUndoProperty();
    }

    public ReadOnlyBooleanProperty canRedoProperty() {
        return history.canRedoProperty();
    }

    /** Whether it comes true. */
    public VerifyViewModel verify() {
        return verify;
    }

    // ---- Choices ----

    /** Makes another choice, which can be undone. */
    public void choose(UnaryOperator<PatterningChoice> change) {
        PatterningChoice before = dragged != null ? dragged : choice.get();
        PatterningChoice now = change.apply(choice.get());
        dragged = null;
        if (!now.equals(before)) {
            history.leave(before);
        }
        set(now);
    }

    /** Makes a choice in passing, while a hand drags; the next {@link #choose} ends it. */
    public void drag(UnaryOperator<PatterningChoice> change) {
        if (dragged == null) {
            dragged = choice.get();
        }
        set(change.apply(choice.get()));
    }

    /** Takes the last choice back. */
    public void undo() {
        history.undo(choice.get()).ifPresent(this::set);
    }

    /** Makes again what was taken back. */
    public void redo() {
        history.redo(choice.get()).ifPresent(this::set);
    }

    private void set(PatterningChoice now) {
        PatterningChoice before = choice.get();
        choice.set(now);
        if (before.part() != now.part()) {
            prepare();
        } else if (!before.equals(now)) {
            solve();
        }
    }

    /** Wants mode {@code i} of the scree, as far as limits allow, in that direction. */
    public void wantMode(int i, double sign) {
        suggest((response, now) -> ReadyMadeTarget.mode(response, now, i, sign));
    }

    /** Wants the mode of a pattern by theory.md's rule, as far as limits allow. */
    public void wantModeOf(String pattern, double sign) {
        suggest((response, now) -> ReadyMadeTarget.modeOf(response, now, pattern, sign));
    }

    /** Wants a change of one component alone, as far as limits allow, in that direction. */
    public void wantComponent(String name, double sign) {
        suggest((response, now) -> ReadyMadeTarget.component(response, now, name, sign));
    }

    /**
     * Wants changes of components in those proportions, as far as limits allow; once the response
     * is there, if it is not yet.
     */
    public void wantDirection(Part part, Map<String, Double> direction) {
        wished = direction;
        if (choice.get().part() != part) {
            choose(now -> now.withPart(part));
        }
        grantWish();
    }

    private void grantWish() {
        PreparedResponse response = prepared;
        Map<String, Double> direction = wished;
        if (direction != null
                && response != null
                && response.data().part() == choice.get().part()) {
            wished = null;
            suggest((prepared, now) -> ReadyMadeTarget.direction(prepared, now, direction));
        }
    }

    /** Works out changes in the background, and then wants them. */
    private void suggest(BiFunction<PreparedResponse, PatterningChoice, Map<String, Double>> make) {
        PreparedResponse response = prepared;
        if (response == null) {
            return;
        }
        PatterningChoice now = choice.get();
        suggesting.start(
                () -> make.apply(response, now),
                changes -> choose(c -> c.withChanges(changes)),
                document::refuse);
    }

    // ---- Answers ----

    /**
     * A new snapshot matters when it is another run's, has ended, or has a tenth more draws. The
     * last draws may be counted before their estimates are there, so an end always matters.
     */
    private void look(@Nullable Snapshot now) {
        if (now == null) {
            prepared = null;
            preparedDraws = 0;
            state.set(null);
            message.set("");
            return;
        }
        if (!now.runId().equals(runId)) {
            runId = now.runId();
            beginAnew();
        }
        if (!showing.get() || preparing.runningProperty().get()) {
            return;
        }
        boolean more =
                now.state().ended()
                        ? !preparedEnded || now.drawsMade() != preparedDraws
                        : now.drawsMade() > 1.1 * preparedDraws;
        if (more) {
            prepare();
        }
    }

    /** Nothing of another run is wanted of this one. */
    private void beginAnew() {
        preparing.forget();
        solving.forget();
        suggesting.forget();
        prepared = null;
        preparedDraws = 0;
        state.set(null);
        message.set("");
        history.clear();
        dragged = null;
        wished = null;
        answered = PatterningChoice.FIRST;
        choice.set(PatterningChoice.FIRST);
        verifyDraws.set(0);
        verify.forget();
    }

    private void prepare() {
        Snapshot now = document.snapshotProperty().get();
        OpenModel model = document.modelProperty().get();
        if (now == null || model == null || !showing.get()) {
            return;
        }
        Part part = choice.get().part();
        preparedDraws = now.drawsMade();
        preparedEnded = now.state().ended();
        preparing.start(
                () -> PreparedResponse.of(new PatterningData(now, model.system(), part)),
                response -> {
                    prepared = response;
                    if (verifyDraws.get() == 0) {
                        verifyDraws.set(standardDraws(now));
                    }
                    solve();
                    grantWish();
                },
                sentence -> {
                    prepared = null;
                    state.set(null);
                    message.set(sentence);
                });
    }

    private void solve() {
        PreparedResponse response = prepared;
        PatterningChoice now = choice.get();
        if (response == null || response.data().part() != now.part()) {
            return;
        }
        solving.start(
                () -> response.answer(now),
                answer -> {
                    message.set("");
                    answered = now;
                    state.set(answer);
                    verify.answered(now);
                },
                message::set);
    }

    // ---- Export ----

    /** Writes the weights of the examples, relative to what they are, as CSV or JSON. */
    public void exportWeights(Path file) {
        PatterningState shown = state.get();
        DataMixture mixture = shown == null ? null : shown.answer().data().mixture();
        if (shown != null && mixture != null) {
            double[] h = shown.solution().h();
            export(
                    () -> {
                        ExampleWeights.write(mixture.relativeWeights(h), file);
                        return true;
                    });
        }
    }

    /** Writes the result's experiment on the perturbed data. */
    public void exportExperiment(Path file) {
        PatterningState shown = state.get();
        Path results = document.folderProperty().get();
        Path folder = file.toAbsolutePath().getParent();
        if (shown != null && results != null && folder != null) {
            export(
                    () -> {
                        PatternWords.experiment(shown.answer(), results, folder).write(file);
                        return true;
                    });
        }
    }

    private void export(Callable<Boolean> write) {
        exporting.start(write, done -> {}, document::refuse);
    }

    /** The command that does what is shown; empty without a target. */
    public String command() {
        Path results = document.folderProperty().get();
        return results == null || answered.changes().isEmpty()
                ? ""
                : PatternWords.command(answered, results, verifyDraws.get());
    }

    // ---- Verify ----

    /** A quarter of the result's draws: differences of coupled runs need fewer. */
    private static int standardDraws(Snapshot snapshot) {
        return Math.max(
                Math.min(LEAST_DRAWS, snapshot.drawsPerChain()), snapshot.drawsPerChain() / 4);
    }

    /** Draws of each chain of the next verification. */
    public ReadOnlyIntegerProperty verifyDrawsProperty() {
        return verifyDraws.getReadOnlyProperty();
    }

    /** Draws that are offered: the result's, and less. */
    public List<Integer> verifyDrawsOffered() {
        PreparedResponse response = prepared;
        if (response == null) {
            return List.of();
        }
        int all = response.data().snapshot().drawsPerChain();
        return IntStream.of(all / 8, all / 4, all / 2, all, 2 * all)
                .filter(draws -> draws >= 2)
                .distinct()
                .boxed()
                .toList();
    }

    public void chooseVerifyDraws(int draws) {
        verifyDraws.set(draws);
    }

    /** What a verification of what is shown would sample, and how long; one sentence, or empty. */
    public String verifyCost() {
        PreparedResponse response = prepared;
        PatterningState shown = state.get();
        if (response == null || shown == null || !shown.hasTarget()) {
            return "";
        }
        Snapshot snapshot = response.data().snapshot();
        Verification.Question question = PreparedResponse.verification(shown, verifyDraws.get());
        int runs = 1 + 4 * question.steps().size();
        double steps =
                (double)
                                snapshot.experiment()
                                        .schedule()
                                        .withDraws(verifyDraws.get())
                                        .stepsAtDraw(verifyDraws.get() - 1)
                        / snapshot.experiment()
                                .schedule()
                                .stepsAtDraw(snapshot.drawsPerChain() - 1);
        int ensembles = shown.fields() ? 1 : 1 + question.components().size();
        double seconds =
                runs * steps * snapshot.secondsElapsed() * ensembles / snapshot.ensembles().size();
        int sampled = question.components().size();
        return NumberText.count(runs)
                + " runs × "
                + sampled
                + (sampled == 1 ? " row, about " : " rows, about ")
                + NumberText.duration(
                        seconds < 90 ? Math.max(1, seconds) : 60 * Math.rint(seconds / 60));
    }

    /** Samples what is shown, under perturbed data. */
    public void startVerify() {
        PreparedResponse response = prepared;
        PatterningState shown = state.get();
        OpenModel model = document.modelProperty().get();
        Path folder = document.folderProperty().get();
        if (response == null || shown == null || model == null || folder == null) {
            return;
        }
        PatterningChoice now = answered;
        Verification.Question question = PreparedResponse.verification(shown, verifyDraws.get());
        verify.start(
                now,
                question.draws(),
                () ->
                        new Verification(
                                response.data(),
                                model.system(),
                                question,
                                folder.resolve("patterning").resolve("runs"),
                                folder,
                                verify.workers()));
    }
}
