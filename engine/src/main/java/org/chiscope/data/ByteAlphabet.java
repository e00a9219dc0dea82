package org.chiscope.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.chiscope.format.ByteLevel;

/**
 * The order of the 256 single-byte tokens: that of GPT-2's printable stand-ins, so that the ids
 * agree with those that Hugging Face's trainer gives. Printable Latin-1 bytes come first, the rest
 * follow.
 */
final class ByteAlphabet {
    static final int SIZE = 256;

    private static final int[] BYTE_OF_ID = new int[SIZE];
    private static final int[] ID_OF_BYTE = new int[SIZE];

    static {
        List<Integer> bytes = new ArrayList<>();
        for (int b = 0; b < SIZE; b++) {
            bytes.add(b);
        }
        bytes.sort(Comparator.comparing(b -> ByteLevel.character(b.byteValue())));
        for (int id = 0; id < SIZE; id++) {
            BYTE_OF_ID[id] = bytes.get(id);
            ID_OF_BYTE[bytes.get(id)] = id;
        }
    }

    private ByteAlphabet() {}

    /** The byte of the single-byte token {@code id} (0 … 255). */
    static byte byteOf(int id) {
        return (byte) BYTE_OF_ID[id];
    }

    /** The id of the token that is the byte {@code value}. */
    static int idOf(byte value) {
        return ID_OF_BYTE[value & 0xFF];
    }
}
