package org.chiscope.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.chiscope.format.AtomicFiles;
import org.chiscope.format.CsvText;
import org.chiscope.modes.ModeEstimates;
import org.chiscope.response.Estimate;

/**
 * Modes as comma-separated values, a line a number: {@code mode} counts from 1; {@code kind} is
 * singular_value, share, noise_low or noise_high (the 5 and 95 % quantiles of that singular value
 * in noise alone), component or pattern; what is unknown is empty. Numbers are the shortest
 * decimals that read back to the same bits.
 */
public final class ModesTable {
    static final String HEADER = "mode,kind,name,value,se_mc";

    private ModesTable() {}

    /**
     * Writes the table, atomically.
     *
     * @param patterns names of the columns
     */
    public static void write(ModeEstimates modes, List<String> patterns, Path file)
            throws IOException {
        AtomicFiles.writeString(file, text(modes, patterns));
    }

    static String text(ModeEstimates modes, List<String> patterns) {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        for (int i = 0; i < modes.count(); i++) {
            line(text, i, "singular_value", "", modes.singularValue(i));
            line(text, i, "share", "", exact(modes.share(i)));
            line(text, i, "noise_low", "", exact(modes.noise().low()[i]));
            line(text, i, "noise_high", "", exact(modes.noise().high()[i]));
            List<Estimate> components = modes.componentLoadings(i);
            for (int r = 0; r < components.size(); r++) {
                line(text, i, "component", modes.components().get(r), components.get(r));
            }
            List<Estimate> loadings = modes.patternLoadings(i);
            for (int k = 0; k < loadings.size(); k++) {
                line(text, i, "pattern", patterns.get(k), loadings.get(k));
            }
        }
        return text.toString();
    }

    private static Estimate exact(double value) {
        return new Estimate(value, Double.NaN, Double.NaN, 0);
    }

    private static void line(
            StringBuilder text, int mode, String kind, String name, Estimate estimate) {
        text.append(mode + 1)
                .append(',')
                .append(kind)
                .append(',')
                .append(CsvText.quoted(name))
                .append(',')
                .append(Numbers.csv(estimate.value()))
                .append(',')
                .append(Numbers.csv(estimate.monteCarloError()))
                .append('\n');
    }
}
