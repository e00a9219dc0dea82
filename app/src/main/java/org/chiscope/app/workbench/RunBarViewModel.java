package org.chiscope.app.workbench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.document.ComponentText;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.experiment.ComponentInfo;
import org.chiscope.experiment.Control;
import org.chiscope.experiment.DrawsNeeded;
import org.chiscope.experiment.EnsembleProgress;
import org.chiscope.experiment.RunState;
import org.chiscope.experiment.Snapshot;

/** What the run bar says of the run, and its commands. */
public final class RunBarViewModel {
    private static final int MOST_NAMES = 3;

    /** More than so many times the draws are not proposed. */
    private static final int MOST_TIMES = 20;

    private final ExperimentDocument document;
    private final ReadOnlyObjectWrapper<Content> content;

    /** How an ensemble stands. */
    public enum Standing {
        WAITING,
        RUNNING,
        PAUSED,
        DONE,
        FAILED
    }

    /**
     * One ensemble.
     *
     * @param share of its draws that are made, 0 … 1
     */
    public record Segment(String name, double share, Standing standing) {}

    /**
     * All that the bar shows.
     *
     * @param title what is happening
     * @param detail the same in numbers
     * @param percent of all draws, or empty
     * @param left time left and speed, or empty
     * @param caution what needs attention, or empty
     * @param cautionDetail more of it
     * @param canGoOn whether Resume would do something
     * @param more to how many draws the run can be taken; empty while it is under way
     */
    public record Content(
            String title,
            String detail,
            List<Segment> segments,
            String percent,
            String left,
            String caution,
            String cautionDetail,
            boolean canPause,
            boolean canGoOn,
            boolean canStop,
            List<MoreDraws> more) {

        public Content {
            segments = List.copyOf(segments);
            more = List.copyOf(more);
        }
    }

    /**
     * More draws for a run that has ended.
     *
     * @param draws of each chain, those that are there among them
     * @param words what a person reads
     */
    public record MoreDraws(int draws, String words) {}

    public RunBarViewModel(ExperimentDocument document) {
        this.document = document;
        this.content = new ReadOnlyObjectWrapper<>(content());
        document.snapshotProperty().addListener((o, before, now) -> content.set(content()));
        document.busyProperty().addListener((o, before, now) -> content.set(content()));
        document.modelProperty().addListener((o, before, now) -> content.set(content()));
    }

    public ReadOnlyObjectProperty<Content> contentProperty() {
        return content.getReadOnlyProperty();
    }

    public void pause() {
        document.pause();
    }

    public void resume() {
        document.resume();
    }

    public void stop() {
        document.stop();
    }

    /** Adds draws to a run that has ended. */
    public void extend(MoreDraws more) {
        document.extend(more.draws());
    }

    /** Pauses what runs, and lets go on what is paused. */
    public void toggle() {
        if (content.get().canPause()) {
            pause();
        } else if (content.get().canGoOn()) {
            resume();
        }
    }

    /** The command that runs the shown experiment again without the window, or empty. */
    public String command() {
        Path folder = document.folderProperty().get();
        return folder == null
                ? ""
                : "./chiscope run '"
                        + folder.resolve("experiment.json")
                        + "' --out '"
                        + folder.resolveSibling(folder.getFileName() + "-again")
                        + "'";
    }

    private Content content() {
        Snapshot now = document.snapshotProperty().get();
        String busy = document.busyProperty().get();
        if (now == null) {
            String detail =
                    !busy.isEmpty()
                            ? busy
                            : document.modelProperty().get() == null
                                    ? "Open a model or an experiment to sample"
                                    : "Press Sample to fill the matrix";
            return new Content(
                    "Nothing running",
                    detail,
                    List.of(),
                    "",
                    "",
                    "",
                    "",
                    false,
                    false,
                    false,
                    List.of());
        }
        RunState state = now.state();
        boolean unfinished =
                state == RunState.READY
                        || state == RunState.PAUSED
                        || state == RunState.CANCELLED
                        || state == RunState.FAILED;
        int chains = now.failures().size();
        return new Content(
                title(now),
                busy.isEmpty() ? detail(now) : busy,
                now.ensembles().stream().map(e -> segment(now, e)).toList(),
                state == RunState.FINISHED ? "" : percent(now),
                left(now),
                chains == 0 ? "" : chains == 1 ? "1 chain failed" : chains + " chains failed",
                now.failures().stream()
                        .limit(5)
                        .map(f -> f.ensemble() + ", chain " + (f.chain() + 1) + ": " + f.sentence())
                        .collect(Collectors.joining("\n")),
                state == RunState.RUNNING,
                unfinished && busy.isEmpty(),
                state == RunState.RUNNING || state == RunState.PAUSING || state == RunState.PAUSED,
                state == RunState.FINISHED && busy.isEmpty() ? more(now) : List.of());
    }

    /** Twice and four times the draws, and as many as would show 30 % of the cells. */
    private static List<MoreDraws> more(Snapshot now) {
        int present = now.drawsPerChain();
        TreeMap<Integer, String> choices = new TreeMap<>();
        for (int times : new int[] {2, 4}) {
            choices.put((int) Math.min(Integer.MAX_VALUE, (long) times * present), "");
        }
        boolean control = Control.of(now.experiment().sampler()).isPresent();
        double wanted = control ? Double.NaN : DrawsNeeded.perChain(now);
        if (wanted > present && wanted <= MOST_TIMES * present) {
            choices.put((int) wanted, ", until about 30 % of the cells stand out");
        }
        List<MoreDraws> more = new ArrayList<>();
        choices.forEach(
                (draws, why) ->
                        more.add(
                                new MoreDraws(
                                        draws,
                                        "To "
                                                + NumberText.count(draws)
                                                + " draws a chain"
                                                + why
                                                + " ("
                                                + NumberText.duration(
                                                        now.secondsElapsed()
                                                                * (draws - present)
                                                                / present)
                                                + " more)")));
        return more;
    }

    private static String title(Snapshot now) {
        return switch (now.state()) {
            case READY -> "Ready to go on";
            case RUNNING -> "Sampling" + names(now);
            case PAUSING -> "Pausing …";
            case PAUSED -> "Paused";
            case ENDING -> "Writing the results …";
            case CANCELLED -> "Stopped";
            case FAILED -> "Failed";
            case FINISHED -> "Finished";
        };
    }

    private static String names(Snapshot now) {
        List<String> running =
                now.ensembles().stream()
                        .filter(EnsembleProgress::running)
                        .map(e -> label(now, e.name()))
                        .distinct()
                        .toList();
        if (running.isEmpty() || running.size() > MOST_NAMES) {
            return running.isEmpty() ? "" : " " + running.size() + " ensembles";
        }
        return " "
                + String.join(", ", running.subList(0, running.size() - 1))
                + (running.size() > 1 ? " and " : "")
                + running.getLast();
    }

    private static String label(Snapshot now, String ensemble) {
        for (ComponentInfo component : now.components()) {
            if (component.name().equals(ensemble)) {
                return ComponentText.label(component);
            }
        }
        return ensemble;
    }

    private static String detail(Snapshot now) {
        String failure = now.failure();
        if (failure != null) {
            return failure;
        }
        if (now.state() == RunState.FINISHED) {
            return NumberText.count(now.drawsMade())
                    + " draws in "
                    + NumberText.duration(now.secondsElapsed());
        }
        long complete =
                now.ensembles().stream().filter(e -> standing(now, e) == Standing.DONE).count();
        return complete + " of " + now.ensembles().size() + " ensembles complete";
    }

    private static String percent(Snapshot now) {
        return now.drawsTotal() == 0
                ? ""
                : (int) Math.floor(100.0 * now.drawsMade() / now.drawsTotal()) + " %";
    }

    private static String left(Snapshot now) {
        if (now.state() != RunState.RUNNING) {
            return "";
        }
        String left =
                Double.isNaN(now.secondsLeft())
                        ? ""
                        : NumberText.duration(now.secondsLeft()) + " left";
        String speed =
                Double.isNaN(now.stepsPerSecond())
                        ? ""
                        : NumberText.count(Math.round(now.stepsPerSecond())) + " steps/s";
        return left.isEmpty() || speed.isEmpty() ? left + speed : left + "  ·  " + speed;
    }

    private static Segment segment(Snapshot now, EnsembleProgress ensemble) {
        double share =
                now.drawsTotalPerEnsemble() == 0
                        ? 0
                        : (double) ensemble.draws() / now.drawsTotalPerEnsemble();
        return new Segment(
                label(now, ensemble.name()), Math.min(1, share), standing(now, ensemble));
    }

    private static Standing standing(Snapshot now, EnsembleProgress ensemble) {
        if (ensemble.failedChains() == ensemble.chains().size()) {
            return Standing.FAILED;
        }
        if (ensemble.chains().stream()
                .allMatch(c -> c.failed() || c.draws() >= now.drawsPerChain())) {
            return Standing.DONE;
        }
        if (ensemble.running()) {
            return Standing.RUNNING;
        }
        return ensemble.draws() == 0 ? Standing.WAITING : Standing.PAUSED;
    }
}
