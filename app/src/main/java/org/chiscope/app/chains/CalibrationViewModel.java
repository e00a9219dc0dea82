package org.chiscope.app.chains;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import org.chiscope.app.background.Background;
import org.chiscope.app.background.LatestJob;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.document.OpenModel;
import org.chiscope.experiment.Calibration;
import org.chiscope.experiment.Calibration.Trial;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.Snapshot;
import org.chiscope.sampling.SamplerSettings;
import org.jspecify.annotations.Nullable;

/**
 * Step sizes and inverse temperatures about those of the run, each tried on short chains. What was
 * tried is kept under the results, and known again when the run is opened again. FX thread only.
 */
public final class CalibrationViewModel {
    static final Calibration.Grid GRID = Calibration.Grid.STEP_BY_TEMPERATURE;

    private final ExperimentDocument document;
    private final LongJob<List<Trial>> job;
    private final LatestJob remembering;
    private List<SamplerSettings> settings = List.of();
    private String refusal = "";

    CalibrationViewModel(ExperimentDocument document, Background background) {
        this.document = document;
        job = new LongJob<>(background);
        remembering = new LatestJob(background);
    }

    ReadOnlyObjectProperty<LongJob.Content<List<Trial>>> contentProperty() {
        return job.contentProperty();
    }

    /** What was tried so far. */
    public List<Trial> trials() {
        List<Trial> known = job.content().progress();
        return known == null ? List.of() : known;
    }

    /** All settings of the grid, nβ by nβ, each from the smallest step size to the largest. */
    List<SamplerSettings> settings() {
        return settings;
    }

    /** Why there is nothing to calibrate, one sentence; empty where there is. */
    public String refusal() {
        return refusal;
    }

    /** Whether every setting has been tried. */
    public boolean complete() {
        return trials().size() == GRID.size();
    }

    /** The setting to take, once all have been tried. */
    Optional<Trial> suggested() {
        return complete() ? Optional.of(Calibration.choose(trials())) : Optional.empty();
    }

    /** The run's experiment with the setting to take. */
    Optional<Experiment> proposal(Snapshot snapshot) {
        return suggested().map(trial -> snapshot.experiment().withSampler(trial.sampler()));
    }

    /** Another run is shown: what is known of it is looked up. */
    void look(Snapshot snapshot) {
        forget();
        refusal = Calibration.refusal(snapshot.experiment()).orElse("");
        OpenModel model = document.modelProperty().get();
        Calibration made = make(snapshot);
        if (!refusal.isEmpty() || model == null || made == null) {
            return;
        }
        settings = made.settings(GRID);
        List<String> probes = Calibration.probes(model.system());
        remembering.start(
                () -> made.known(GRID, probes, Calibration.DRAWS),
                known -> job.know(known),
                // A trial that cannot be read is told of when a calibration comes to it.
                unread -> {});
    }

    private @Nullable Calibration make(Snapshot snapshot) {
        OpenModel model = document.modelProperty().get();
        Path results = document.folderProperty().get();
        if (model == null || results == null) {
            return null;
        }
        // How many draws the run itself makes does not matter to what is tried.
        Experiment tried =
                snapshot.experiment()
                        .withSchedule(
                                snapshot.experiment().schedule().withDraws(Calibration.DRAWS));
        Path kept = Kept.folder(document, "calibration", tried);
        return new Calibration(
                tried.relocated(results, kept), model.system(), kept, document.workers());
    }

    /** Tries what has not been tried yet. */
    public void start() {
        Snapshot snapshot = document.snapshotProperty().get();
        OpenModel model = document.modelProperty().get();
        Calibration made = snapshot == null ? null : make(snapshot);
        if (model == null || made == null || !refusal.isEmpty() || job.content().running()) {
            return;
        }
        List<String> probes = Calibration.probes(model.system());
        job.start(
                new LongJob.Work<>() {
                    @Override
                    public List<Trial> run(Consumer<List<Trial>> progress) throws Exception {
                        List<Trial> told = new ArrayList<>();
                        return made.trials(
                                GRID,
                                probes,
                                Calibration.DRAWS,
                                trial -> {
                                    told.add(trial);
                                    progress.accept(List.copyOf(told));
                                });
                    }

                    @Override
                    public void cancel() {
                        made.cancel();
                    }
                });
    }

    public void stop() {
        job.stop();
    }

    void pulse() {
        job.pulse();
    }

    void forget() {
        remembering.forget();
        job.forget();
        settings = List.of();
        refusal = "";
    }

    /** About how long what has not been tried would take; NaN where that is not known. */
    double secondsLeft(Snapshot snapshot) {
        OpenModel model = document.modelProperty().get();
        if (model == null || snapshot.stepsMade() == 0) {
            return Double.NaN;
        }
        long steps =
                snapshot.experiment()
                        .schedule()
                        .withDraws(Calibration.DRAWS)
                        .stepsAtDraw(Calibration.DRAWS - 1);
        int ensembles = 1 + Calibration.probes(model.system()).size();
        double each =
                (double) steps
                        * snapshot.experiment().chains()
                        * ensembles
                        * snapshot.secondsElapsed()
                        / snapshot.stepsMade();
        return each * (GRID.size() - trials().size());
    }
}
