package org.chiscope.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.chiscope.data.Pattern;
import org.chiscope.network.Batch;
import org.chiscope.response.Cell;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.system.NetworkSystem;

/**
 * A text of one's own as a probe set of a result (theory.md, section 3: a probe text needs its
 * seeded re-run). Chains depend on seed, ensemble and number alone, so the draws are the result's
 * own once more, with the losses of the text's tokens along. Only the full ensemble and one
 * component's are sampled.
 *
 * <p>The text is one context: a token that begins a document, the text, and padding that nothing
 * before it can see.
 */
public final class OwnText {
    private static final String FAMILY = "my text";

    private final Experiment experiment;
    private final KeptRuns runs;

    /**
     * What the result says of the text.
     *
     * @param cells one a token
     */
    public record Result(List<Cell> cells) {

        /** Copies the list. */
        public Result {
            cells = List.copyOf(cells);
        }
    }

    /**
     * Prepares it; nothing is sampled yet.
     *
     * @param result the result's snapshot
     * @param resultFolder where that lies
     * @param system its model: a language model
     * @param text at least one token, at most {@link #room}
     * @param component of the result
     * @param folder where the run is kept: the same text goes on there
     * @throws ExperimentException with one sentence if that cannot be had
     */
    public OwnText(
            Snapshot result,
            Path resultFolder,
            NetworkSystem system,
            OwnTokens text,
            String component,
            Path folder,
            int workers)
            throws ExperimentException {
        int room = room(system);
        int[] tokens = text.ids();
        if (tokens.length < 1 || tokens.length > room) {
            throw new ExperimentException(
                    "A text of one's own needs 1 to "
                            + room
                            + " tokens, one context of the model, but this one has "
                            + tokens.length
                            + ".");
        }
        int[] context = new int[room + 1];
        Arrays.fill(context, text.start());
        System.arraycopy(tokens, 0, context, 1, tokens.length);
        List<Pattern> each = new ArrayList<>();
        for (int t = 0; t < tokens.length; t++) {
            int example = system.examples() + t;
            each.add(
                    new Pattern(
                            "token " + (t + 1),
                            FAMILY,
                            "One token of a text of one's own.",
                            new int[] {example}));
        }
        NetworkSystem probed =
                sampled(result.experiment(), system)
                        .probing(new Batch.Tokens(context, 1, room + 1), each);
        Experiment base = result.experiment().relocated(resultFolder, folder);
        ChainSettings schedule = base.schedule();
        experiment =
                new Experiment(
                        base.name() + " (own text)",
                        base.model(),
                        new Selection.Named(List.of(component)),
                        Selection.all(),
                        base.sampler(),
                        base.chains(),
                        new ChainSettings(
                                schedule.burnIn(),
                                result.drawsPerChain(),
                                schedule.stepsBetweenDraws(),
                                schedule.initialNoise()),
                        base.seed(),
                        null,
                        null,
                        1);
        runs = new KeptRuns(folder, probed, workers);
    }

    /** The system as the result's chains saw it. */
    private static NetworkSystem sampled(Experiment experiment, NetworkSystem system)
            throws ExperimentException {
        DataPerturbation perturbation = experiment.perturbation();
        return perturbation == null ? system : system.perturbed(perturbation.mass(system));
    }

    /** How many tokens a text may have. */
    public static int room(NetworkSystem system) {
        return system.contextLength() - 1;
    }

    /**
     * Samples, or goes on where it was stopped, or reads what is there.
     *
     * @param progress told some times a second how it goes
     * @throws InterruptedException if it was cancelled; what there is is kept
     */
    public Result sample(Consumer<Snapshot> progress) throws IOException, InterruptedException {
        Snapshot last = runs.finished(experiment, progress).snapshot();
        return new Result(
                Objects.requireNonNull(last.matrix().row(0), "A finished run has its row.")
                        .cells());
    }

    /** Stops the sampling under way. */
    public void cancel() {
        runs.cancel();
    }
}
