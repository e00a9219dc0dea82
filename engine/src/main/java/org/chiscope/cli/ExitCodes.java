package org.chiscope.cli;

/** What the process returns to its caller, as {@code --help} documents it. */
public final class ExitCodes {
    /** All went well. */
    public static final int OK = 0;

    /** Something went wrong that nobody foresaw. */
    public static final int UNEXPECTED = 1;

    /** A wrong option or argument. */
    public static final int USAGE = 2;

    /** An input file is missing or malformed. */
    public static final int INPUT = 3;

    /** The results folder exists, is missing, is damaged, or its disk is full. */
    public static final int RESULTS = 4;

    /** The run ended, but some chains failed; the results are written. */
    public static final int FAILED_CHAINS = 5;

    /** A check has found numbers that should agree and do not. */
    public static final int DISAGREEMENT = 6;

    /** Interrupted by Ctrl-C; what there was is saved. */
    public static final int INTERRUPTED = 130;

    static final String OK_TEXT = "0:All went well.";
    static final String UNEXPECTED_TEXT = "1:Something went wrong that nobody foresaw.";
    static final String USAGE_TEXT = "2:A wrong option or argument.";
    static final String INPUT_TEXT = "3:An input file is missing or malformed.";
    static final String RESULTS_TEXT =
            "4:The results folder exists, is missing, is damaged, or its disk is full.";
    static final String FAILED_CHAINS_TEXT =
            "5:The run ended, but some chains failed; the results are written.";
    static final String DISAGREEMENT_TEXT = "6:Numbers that should agree do not.";
    static final String INTERRUPTED_TEXT =
            "130:Interrupted by Ctrl-C; what there was is saved, and --resume goes on.";

    private ExitCodes() {}
}
