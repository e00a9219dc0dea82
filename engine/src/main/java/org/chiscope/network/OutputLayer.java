package org.chiscope.network;

/** The last part of a network, which ends in the losses. */
sealed interface OutputLayer permits AffineOutput, TiedOutput {
    /** Columns of what reaches it. */
    int inputWidth();
}
