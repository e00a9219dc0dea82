package org.chiscope.data;

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
        int id = 0;
        for (int pass = 0; pass < 2; pass++) {
            for (int b = 0; b < SIZE; b++) {
                boolean printable = (b > 32 && b < 127) || (b > 160 && b != 173);
                if (printable == (pass == 0)) {
                    BYTE_OF_ID[id] = b;
                    ID_OF_BYTE[b] = id++;
                }
            }
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
