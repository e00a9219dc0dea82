package org.chiscope.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.chiscope.experiment.DrawsNeeded;
import org.chiscope.experiment.EnsembleProgress;
import org.chiscope.experiment.RunState;
import org.chiscope.experiment.Snapshot;

/** What to think of a run that has ended, in a few lines. */
final class Verdict {
    private static final double R_HAT = 1.05;
    // In many dimensions a Langevin step is often rejected though the variance of each coordinate
    // is good to a few per cent, so only a low acceptance is worth a warning.
    private static final double ACCEPTANCE = 0.2;
    private static final double HEAT = 0.1;

    private Verdict() {}

    static List<String> lines(Snapshot last) {
        List<String> lines = new ArrayList<>();
        lines.add(
                (last.state() == RunState.FINISHED ? "Finished" : "Stopped")
                        + " after "
                        + Durations.text(last.secondsElapsed())
                        + String.format(Locale.ROOT, ", %,d draws.", last.drawsMade()));
        lines.add(
                "Cells beyond two standard errors: fluctuation "
                        + percent(last.shares().fluctuation())
                        + ", joint "
                        + percent(last.shares().joint())
                        + "; in the noise null of the fluctuation "
                        + percent(last.shares().fluctuationNull())
                        + ".");
        if (last.shares().fluctuation() < DrawsNeeded.SHARE) {
            double draws = DrawsNeeded.perChain(last);
            lines.add(
                    Double.isNaN(draws)
                            ? "Too little stands out of the noise to say how many draws would show"
                                    + " 30 % of the fluctuations."
                            : String.format(
                                    Locale.ROOT,
                                    "For 30 %% of the fluctuations, about %,.0f draws a chain"
                                            + " would be needed.",
                                    draws));
        }
        warn(
                lines,
                last,
                "Chains disagree (split R-hat above " + R_HAT + "; make more draws)",
                e -> e.diagnostics().rHat() > R_HAT);
        warn(
                lines,
                last,
                "The step size is too large (acceptance below " + ACCEPTANCE + ")",
                e -> e.diagnostics().acceptance() < ACCEPTANCE);
        warn(
                lines,
                last,
                "Minibatches heat the chains (heat above " + HEAT + "; use larger ones)",
                e -> e.diagnostics().minibatchHeat() > HEAT);
        warn(
                lines,
                last,
                "The mean loss lies below the checkpoint's, so the checkpoint is no minimum",
                e -> e.diagnostics().belowCheckpoint());
        return lines;
    }

    private interface Test {
        boolean holds(EnsembleProgress ensemble);
    }

    private static void warn(List<String> lines, Snapshot last, String what, Test test) {
        String names =
                last.ensembles().stream()
                        .filter(test::holds)
                        .map(EnsembleProgress::name)
                        .collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            lines.add(what + ": " + names + ".");
        }
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "unknown" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
