package org.chiscope.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The byte-level form of tokens: GPT-2's one-to-one table of the 256 bytes and 256 printable
 * characters, so that any bytes can be written in JSON.
 *
 * <p>Bytes that are printable in Latin-1 ({@code !}–{@code ~}, {@code ¡}–{@code ¬}, {@code
 * ®}–{@code ÿ}) stand for themselves; the others, in ascending order, for U+0100, U+0101, … (a
 * space is {@code Ġ}, a line feed {@code Ċ}). Source: {@code bytes_to_unicode} of OpenAI's gpt-2
 * encoder.
 */
public final class ByteLevel {
    private static final char[] CHARACTER = new char[256];
    private static final short[] BYTE = new short[256 + 256];

    static {
        Arrays.fill(BYTE, (short) -1);
        int next = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            CHARACTER[b] = (char) (printable ? b : next++);
            BYTE[CHARACTER[b]] = (short) b;
        }
    }

    private ByteLevel() {}

    /** The character that stands for a byte. */
    public static char character(byte value) {
        return CHARACTER[Byte.toUnsignedInt(value)];
    }

    /** The byte-level form of some bytes; as many characters as bytes. */
    public static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte value : bytes) {
            text.append(character(value));
        }
        return text.toString();
    }

    /**
     * The bytes of a token in byte-level form. A token with a character outside the table, which
     * can only be a special one, is taken as it reads, in UTF-8.
     */
    public static byte[] bytes(String token) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(token.length());
        for (int i = 0; i < token.length(); i++) {
            char character = token.charAt(i);
            int value = character < BYTE.length ? BYTE[character] : -1;
            if (value < 0) {
                return token.getBytes(StandardCharsets.UTF_8);
            }
            bytes.write(value);
        }
        return bytes.toByteArray();
    }
}
