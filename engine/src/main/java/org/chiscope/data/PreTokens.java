package org.chiscope.data;

import java.util.regex.Pattern;
import org.chiscope.format.Splitting;

/**
 * Cuts text into pre-tokens, which no token of byte-pair encoding crosses.
 *
 * <p>The rule is that of GPT-2 (Radford et al., 2019), with or without every digit alone. Hugging
 * Face's tokenizers isolate digits first, therefore whitespace before a digit is one pre-token. A
 * newline with all but the last space of the indentation after it is one pre-token, so indentation
 * costs one token or two.
 */
final class PreTokens {
    private static final String GPT2 =
            "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
    private static final String GPT2_SINGLE_DIGITS =
            "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+"
                    + "|\\s+(?=\\p{N})|\\s+(?!\\S)|\\s+";

    private PreTokens() {}

    /**
     * The expression whose successive matches are the pre-tokens; they join to the text.
     *
     * @throws IllegalArgumentException if the splitting is not known
     */
    static Pattern rule(Splitting splitting) {
        String expression =
                switch (splitting) {
                    case GPT2 -> GPT2;
                    case GPT2_SINGLE_DIGITS -> GPT2_SINGLE_DIGITS;
                    case OTHER ->
                            throw new IllegalArgumentException(
                                    "This tokeniser splits text in a way that is not known here.");
                };
        return Pattern.compile(expression, Pattern.UNICODE_CHARACTER_CLASS);
    }
}
