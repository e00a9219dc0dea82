package org.chiscope.experiment;

/** Where a run stands. */
public enum RunState {
    /** Made or reopened with draws left to make; nothing runs. */
    READY,
    /** Workers are making draws. */
    RUNNING,
    /** A pause was asked for; workers finish their step and save. */
    PAUSING,
    /** Workers wait; everything is on disk. {@code resume()} goes on. */
    PAUSED,
    /** The last draw is made, or a cancel was asked for; the results are being written. */
    ENDING,
    /** Ended by a person; what there is has been written, and reopening the folder goes on. */
    CANCELLED,
    /** Ended by an error, which the snapshot tells; reopening the folder goes on. */
    FAILED,
    /** Every chain has made its draws or failed, and the results are written. */
    FINISHED;

    /** Whether nothing more will happen unless the folder is opened again. */
    public boolean ended() {
        return this == CANCELLED || this == FAILED || this == FINISHED;
    }

    /** Whether workers are at work, or about to stop. */
    public boolean active() {
        return this == RUNNING || this == PAUSING || this == ENDING;
    }
}
