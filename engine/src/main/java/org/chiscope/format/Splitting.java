package org.chiscope.format;

/** How a tokeniser cuts text into pre-tokens before byte-pair encoding. */
public enum Splitting {
    /** By GPT-2's regular expression: {@code ByteLevel} with {@code use_regex}. */
    GPT2,
    /**
     * Every digit alone, then as GPT-2: {@code Digits} with {@code individual_digits}, ByteLevel.
     */
    GPT2_SINGLE_DIGITS,
    /** In a way that is not known here: tokens can be shown, but text cannot be encoded. */
    OTHER
}
