package org.chiscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.chiscope.experiment.ExperimentException;
import org.chiscope.experiment.ResultsFolderException;
import org.chiscope.format.FormatException;
import org.chiscope.format.WriteException;
import org.chiscope.training.DivergedException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Turns what a command throws into one sentence on standard error and an exit code. The stack trace
 * of what nobody foresaw goes to a file.
 */
final class ErrorSentences implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine command, ParseResult arguments) {
        PrintWriter err = command.getErr();
        switch (failure) {
            case ExperimentException e -> {
                err.println(e.getMessage());
                return ExitCodes.INPUT;
            }
            case DivergedException e -> {
                err.println(e.getMessage());
                return ExitCodes.INPUT;
            }
            case FormatException e -> {
                err.println(e.getMessage());
                return ExitCodes.INPUT;
            }
            case ResultsFolderException e -> {
                err.println(e.getMessage());
                return ExitCodes.RESULTS;
            }
            case WriteException e -> {
                err.println(e.getMessage());
                return ExitCodes.RESULTS;
            }
            default -> {
                err.println(
                        "Something went wrong that nobody foresaw ("
                                + failure.getClass().getSimpleName()
                                + (failure.getMessage() == null ? "" : ": " + failure.getMessage())
                                + "); "
                                + whereTraceIs(failure));
                return ExitCodes.UNEXPECTED;
            }
        }
    }

    private static String whereTraceIs(Exception failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        try {
            Path file = Files.createTempFile("chiscope-error-", ".log");
            Files.writeString(file, trace.toString(), StandardCharsets.UTF_8);
            return "the details are in " + file + ".";
        } catch (IOException e) {
            return "the details could not be written.";
        }
    }
}
