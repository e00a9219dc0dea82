package org.chiscope.data;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts text into pre-tokens, which no token of byte-pair encoding crosses.
 *
 * <p>The rule is that of GPT-2 (Radford et al., 2019), but every digit stands alone. Hugging Face's
 * tokenizers cut alike with {@code Sequence[Digits(individual_digits), ByteLevel(use_regex)]}:
 * digits are isolated first, therefore whitespace before a digit is one pre-token. A newline with
 * all but the last space of the indentation after it is one pre-token, so indentation costs one
 * token or two.
 */
final class PreTokens {
    private static final Pattern RULE =
            Pattern.compile(
                    "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+"
                            + "|\\s+(?=\\p{N})|\\s+(?!\\S)|\\s+",
                    Pattern.UNICODE_CHARACTER_CLASS);

    private PreTokens() {}

    /**
     * Hands each pre-token of {@code text} to {@code consumer}, in order; they join to the text.
     */
    static void forEach(String text, Consumer<String> consumer) {
        Matcher matcher = RULE.matcher(text);
        while (matcher.find()) {
            consumer.accept(matcher.group());
        }
    }
}
