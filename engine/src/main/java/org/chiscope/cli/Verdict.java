package org.chiscope.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.chiscope.experiment.Caution;
import org.chiscope.experiment.Control;
import org.chiscope.experiment.DrawsNeeded;
import org.chiscope.experiment.EnsembleProgress;
import org.chiscope.experiment.RunState;
import org.chiscope.experiment.Snapshot;

/** What to think of a run that has ended, in a few lines. */
final class Verdict {
    private Verdict() {}

    /**
     * The lines about {@code last}; where they ask for more draws, the last one is the command that
     * makes them.
     *
     * @param folder the run's results folder
     */
    static List<String> lines(Snapshot last, Path folder) {
        List<String> lines = new ArrayList<>();
        lines.add(
                (last.state() == RunState.FINISHED ? "Finished" : "Stopped")
                        + " after "
                        + Durations.text(last.secondsElapsed())
                        + String.format(Locale.ROOT, ", %,d draws.", last.drawsMade()));
        Optional<Control> control = Control.of(last.experiment().sampler());
        control.ifPresent(c -> lines.add(c.sentence() + "."));
        lines.add(
                "Cells beyond two standard errors: fluctuation "
                        + percent(last.shares().fluctuation())
                        + ", joint "
                        + percent(last.shares().joint())
                        + "; in the noise null of the fluctuation "
                        + percent(last.shares().fluctuationNull())
                        + ".");
        double wanted = Double.NaN;
        if (control.isEmpty() && last.shares().fluctuation() < DrawsNeeded.SHARE) {
            wanted = DrawsNeeded.perChain(last);
            lines.add(
                    Double.isNaN(wanted)
                            ? "Too little stands out of the noise to say how many draws would show"
                                    + " 30 % of the fluctuations."
                            : String.format(
                                    Locale.ROOT,
                                    "For 30 %% of the fluctuations, about %,.0f draws a chain"
                                            + " would be needed.",
                                    wanted));
        }
        for (Caution caution : Caution.values()) {
            String names =
                    last.ensembles().stream()
                            .filter(e -> Caution.of(e, last.checkpointLoss()).contains(caution))
                            .map(EnsembleProgress::name)
                            .collect(Collectors.joining(", "));
            if (!names.isEmpty()) {
                lines.add(caution.sentence() + ": " + names + ".");
                if (caution == Caution.DISAGREE && !(wanted > last.drawsPerChain())) {
                    wanted = 2.0 * last.drawsPerChain(); // how many it takes is not known
                }
            }
        }
        if (wanted > last.drawsPerChain()) {
            lines.add("More draws: " + GoOn.extending(folder, (long) wanted));
        }
        return lines;
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "unknown" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
