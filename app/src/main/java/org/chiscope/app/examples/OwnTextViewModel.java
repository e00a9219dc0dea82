package org.chiscope.app.examples;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.chiscope.app.background.Background;
import org.chiscope.app.background.LatestJob;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.document.ExampleTexts;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.document.OpenModel;
import org.chiscope.data.BytePairTokenizer;
import org.chiscope.data.ExampleSet;
import org.chiscope.experiment.ExperimentException;
import org.chiscope.experiment.OwnText;
import org.chiscope.experiment.OwnTokens;
import org.chiscope.experiment.Snapshot;
import org.chiscope.response.Estimate;
import org.chiscope.response.Part;
import org.chiscope.system.NetworkSystem;
import org.jspecify.annotations.Nullable;

/**
 * A text of one's own, tokenised by the model, coloured by the component that is shown once its
 * draws have been made again with the text along. FX thread only (or, in tests, one thread).
 */
public final class OwnTextViewModel {
    private static final String FOLDER = "own-text";

    private final ExperimentDocument document;
    private final Background background;
    private final LatestJob tokenising;
    private final LatestJob sampling;
    private final StringProperty text = new SimpleStringProperty(this, "text", "");
    private final ReadOnlyObjectWrapper<@Nullable Shown> shown = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper remark = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private @Nullable OwnText running;
    private @Nullable OwnTokens cut;

    /**
     * The text as far as it is known.
     *
     * @param tokens their texts
     * @param losses −log p at w*, nats
     * @param component whose response is known, or empty
     * @param result the responses; null until they are known
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Shown(
            List<String> tokens,
            float[] losses,
            String component,
            OwnText.@Nullable Result result) {

        /** The estimate of a token; unknown where that component has not been sampled. */
        Estimate estimate(int token, String of, Part part) {
            OwnText.Result known = result;
            return known == null || !of.equals(component)
                    ? Estimate.UNKNOWN
                    : part.of(known.cells().get(token));
        }
    }

    OwnTextViewModel(ExperimentDocument document, Background background) {
        this.document = document;
        this.background = background;
        tokenising = new LatestJob(background);
        sampling = new LatestJob(background);
        text.addListener(
                (o, before, now) -> {
                    cancel();
                    tokenise();
                });
        document.modelProperty()
                .addListener(
                        (o, before, now) -> {
                            cancel();
                            tokenise();
                        });
    }

    /** What was typed. */
    public StringProperty textProperty() {
        return text;
    }

    /** The text in tokens; null while there is none, or no model that reads text. */
    public ReadOnlyObjectProperty<@Nullable Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** How long the text is, or how far the sampling. */
    public ReadOnlyStringProperty remarkProperty() {
        return remark.getReadOnlyProperty();
    }

    /** Why the text has no numbers, one sentence; empty while there is no reason. */
    public ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** Whether chains are running for it. */
    public ReadOnlyBooleanProperty runningProperty() {
        return sampling.runningProperty();
    }

    /** Whether the open model reads text that one types. */
    public boolean possible() {
        return tokenizer() != null;
    }

    private @Nullable BytePairTokenizer tokenizer() {
        OpenModel model = document.modelProperty().get();
        ExampleTexts texts = model == null ? null : model.examples();
        ExampleSet.Language language = texts == null ? null : texts.set().language();
        return language == null || !(model.system() instanceof NetworkSystem)
                ? null
                : language.tokenizer();
    }

    /** Cuts the text into tokens, whose losses are known at once. */
    private void tokenise() {
        OpenModel model = document.modelProperty().get();
        BytePairTokenizer tokenizer = tokenizer();
        String typed = text.get();
        failure.set("");
        cut = null;
        if (tokenizer == null
                || typed.isBlank()
                || model == null
                || !(model.system() instanceof NetworkSystem network)) {
            tokenising.forget();
            shown.set(null);
            remark.set("");
            return;
        }
        tokenising.start(
                () -> OwnTokens.of(typed, tokenizer, network),
                found -> {
                    cut = found;
                    shown.set(new Shown(found.words(), found.losses(), "", null));
                    remark.set(length(found));
                },
                failure::set);
    }

    /** {@code 15 tokens}. */
    private static String length(OwnTokens cut) {
        int shown = cut.ids().length;
        return NumberText.count(shown)
                + (shown == 1 ? " token" : " tokens")
                + (cut.all() > shown ? " of " + NumberText.count(cut.all()) + ": one context" : "");
    }

    /**
     * Makes the draws of {@code component} again with the text along; goes on if it was stopped.
     */
    public void colour(String component) {
        Snapshot result = document.snapshotProperty().get();
        Path folder = document.folderProperty().get();
        OpenModel model = document.modelProperty().get();
        OwnTokens now = cut;
        if (now == null
                || result == null
                || folder == null
                || model == null
                || !(model.system() instanceof NetworkSystem network)) {
            return;
        }
        if (document.active()) {
            failure.set("The run goes on: colour the text once it has ended.");
            return;
        }
        cancel();
        failure.set("");
        Path place =
                document.resultsRoot()
                        .toAbsolutePath()
                        .resolve(FOLDER)
                        .resolve(key(model.folder() + "\n" + result.runId() + "\n" + text.get()));
        OwnText own;
        try {
            own =
                    new OwnText(
                            result,
                            folder.toAbsolutePath(),
                            network,
                            now,
                            component,
                            place,
                            document.workers());
        } catch (ExperimentException refused) {
            failure.set(String.valueOf(refused.getMessage()));
            return;
        }
        running = own;
        remark.set("Sampling …");
        sampling.start(
                () -> own.sample(each -> tell(own, each)),
                found -> {
                    running = null;
                    if (cut == now) {
                        shown.set(new Shown(now.words(), now.losses(), component, found));
                        remark.set(length(now));
                    }
                },
                sentence -> {
                    running = null;
                    remark.set(length(now));
                    failure.set(sentence);
                });
    }

    private void tell(OwnText own, Snapshot now) {
        double share = (double) now.stepsMade() / Math.max(1, now.stepsTotal());
        String words =
                Math.round(100 * share)
                        + " %"
                        + (Double.isFinite(now.secondsLeft()) && share < 1
                                ? ", " + NumberText.duration(now.secondsLeft()) + " left"
                                : "");
        background
                .publisher()
                .execute(
                        () -> {
                            if (running == own) {
                                remark.set(words);
                            }
                        });
    }

    /** Stops the chains; what there is is kept, and the same text goes on from there. */
    public void cancel() {
        OwnText now = running;
        running = null;
        if (now != null) {
            now.cancel();
            sampling.forget();
            OwnTokens known = cut;
            remark.set(known == null ? "" : length(known));
        }
    }

    private static String key(String of) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(of.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
