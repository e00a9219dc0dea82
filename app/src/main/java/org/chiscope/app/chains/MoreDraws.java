package org.chiscope.app.chains;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.app.chart.NumberText;
import org.chiscope.experiment.RunState;
import org.chiscope.experiment.Snapshot;

/**
 * More draws for a run that has finished.
 *
 * @param draws of each chain, those that are there among them
 * @param words what that costs and brings
 */
public record MoreDraws(int draws, String words) {
    private static final double[] TIMES = {1.5, 2, 4};
    private static final String[] NAMES = {"+50 %", "× 2", "× 4"};

    /** What is offered; empty unless the run has finished. */
    static List<MoreDraws> of(Snapshot snapshot) {
        List<MoreDraws> offered = new ArrayList<>();
        int present = snapshot.drawsPerChain();
        for (int i = 0; snapshot.state() == RunState.FINISHED && i < TIMES.length; i++) {
            long draws = Math.round(TIMES[i] * present);
            if (draws <= present || draws > Integer.MAX_VALUE) {
                continue;
            }
            double seconds = snapshot.secondsElapsed() * (draws - present) / present;
            offered.add(
                    new MoreDraws(
                            (int) draws,
                            NAMES[i]
                                    + ": to "
                                    + NumberText.count(draws)
                                    + " draws a chain, about "
                                    + duration(seconds)
                                    + " more, errors × "
                                    // of means over so many more draws of the same chains
                                    + NumberText.fixed(Math.sqrt((double) present / draws), 2)));
        }
        return offered;
    }

    /** A time that is only estimated: whole minutes from one and a half on. */
    static String duration(double seconds) {
        return NumberText.duration(
                seconds < 90 ? Math.max(1, seconds) : 60 * Math.rint(seconds / 60));
    }
}
