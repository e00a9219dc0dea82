package org.chiscope.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.chiscope.math.Kernels;

/** What a run was made with; stands in its results and behind {@code --version}. */
public final class Versions {

    private Versions() {}

    /** The program's version, such as {@code 0.1.0}. */
    public static String program() {
        Properties properties = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("version.properties")) {
            if (in == null) {
                return "unknown";
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }

    /** The version of Java that runs this. */
    public static String java() {
        return Runtime.version().toString();
    }

    /** The kernels in use, and their lanes: equal texts give bit-identical results. */
    public static String kernels() {
        return Kernels.create().description();
    }

    /** The same, with why they were chosen in brackets. */
    public static String kernelsAndWhy() {
        return kernels() + " (" + Kernels.reason() + ")";
    }
}
