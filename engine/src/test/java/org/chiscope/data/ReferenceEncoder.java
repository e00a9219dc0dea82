package org.chiscope.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import org.chiscope.format.ByteLevel;
import org.chiscope.format.TokenizerJson;

/**
 * Byte-pair encoding as it is defined: for each merge in the order learnt, replace every occurrence
 * in the pre-token, from the left. Slow; the product's encoder is tested against it.
 */
final class ReferenceEncoder {
    private ReferenceEncoder() {}

    static int[] encode(TokenizerJson tokenizer, String text) {
        List<Integer> ids = new ArrayList<>();
        Matcher preTokens = PreTokens.rule(tokenizer.splitting()).matcher(text);
        while (preTokens.find()) {
            List<String> parts = new ArrayList<>();
            for (byte value : preTokens.group().getBytes(StandardCharsets.UTF_8)) {
                parts.add(String.valueOf(ByteLevel.character(value)));
            }
            for (String[] merge : tokenizer.merges()) {
                for (int i = 0; i + 1 < parts.size(); i++) {
                    if (parts.get(i).equals(merge[0]) && parts.get(i + 1).equals(merge[1])) {
                        parts.set(i, merge[0] + merge[1]);
                        parts.remove(i + 1);
                    }
                }
            }
            parts.forEach(part -> ids.add(tokenizer.vocabulary().indexOf(part)));
        }
        return ids.stream().mapToInt(id -> id).toArray();
    }
}
