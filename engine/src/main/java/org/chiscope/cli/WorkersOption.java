package org.chiscope.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --workers}, the same in every command; a picocli mixin. */
public final class WorkersOption {
    private int count = Runtime.getRuntime().availableProcessors();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Threads (default: one a processor); no number depends on it.")
    void set(int workers) {
        if (workers < 1 && command != null) {
            throw new ParameterException(
                    command.commandLine(), "--workers must be at least 1, but is " + workers);
        }
        count = workers;
    }

    /** Threads, at least 1. */
    public int count() {
        return count;
    }
}
