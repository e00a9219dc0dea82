package org.chiscope.experiment;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.chiscope.format.AtomicFiles;

/**
 * Writes the weights that perturbed data give to the examples of the evaluation set, relative to
 * those that they have: q_h(z)/q(z), 1 where nothing changes. As CSV with the columns {@code
 * example,weight}, examples counted from 0; or, if the file's name ends in {@code .json}, as an
 * object with {@code examples} (their number) and {@code relativeWeights} (one an example).
 */
public final class ExampleWeights {

    private ExampleWeights() {}

    /**
     * Writes the file, atomically.
     *
     * @param weights one an example; below 0 where data do not allow the perturbation
     * @throws org.chiscope.format.WriteException with one sentence if it cannot be written
     */
    public static void write(double[] weights, Path file) throws IOException {
        boolean json = file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
        AtomicFiles.write(
                file,
                out -> {
                    Writer writer =
                            new BufferedWriter(
                                    new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
                    if (json) {
                        writeJson(weights, writer);
                    } else {
                        writeTable(weights, writer);
                    }
                    writer.flush();
                });
    }

    private static void writeTable(double[] weights, Writer writer) throws IOException {
        writer.write("example,weight\n");
        for (int z = 0; z < weights.length; z++) {
            writer.write(z + "," + Numbers.csv(weights[z]) + "\n");
        }
    }

    private static void writeJson(double[] weights, Writer writer) throws IOException {
        writer.write("{\n  \"examples\" : " + weights.length + ",\n  \"relativeWeights\" : [");
        for (int z = 0; z < weights.length; z++) {
            writer.write((z == 0 ? "\n    " : ",\n    ") + weights[z]);
        }
        writer.write("\n  ]\n}\n");
    }
}
