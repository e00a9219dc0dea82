package org.chiscope.experiment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.chiscope.data.Pattern;
import org.chiscope.math.IndexSet;
import org.chiscope.network.Component;
import org.chiscope.system.EnergySystem;

/**
 * Tells whether two systems would give a run the same chains and columns: a hash of the checkpoint,
 * of the chosen components and patterns, and of the contexts. The data behind the losses takes part
 * only through the losses at the checkpoint, which are compared as numbers, since their last bits
 * depend on the machine's vector width.
 */
final class ModelFingerprint {
    /** Losses of the same model and data on another machine agree to this, relatively. */
    private static final double TOLERANCE = 1e-4;

    private ModelFingerprint() {}

    static String of(
            EnergySystem system,
            float[] checkpoint,
            List<Component> components,
            List<Pattern> patterns) {
        Digest digest = new Digest();
        digest.add(checkpoint.length);
        for (float value : checkpoint) {
            digest.add(Float.floatToRawIntBits(value));
        }
        for (Component component : components) {
            digest.add(component.name());
            IndexSet indices = component.indices();
            for (int range = 0; range < indices.ranges(); range++) {
                digest.add(indices.start(range));
                digest.add(indices.end(range));
            }
        }
        for (Pattern pattern : patterns) {
            digest.add(pattern.name());
            digest.add(pattern.examples());
        }
        digest.add(system.contextOfExample());
        return digest.hex();
    }

    /** Whether losses at the checkpoint, in nats, are those of the same model and data. */
    static boolean agree(double[] stored, double[] found) {
        if (stored.length != found.length) {
            return false;
        }
        for (int i = 0; i < stored.length; i++) {
            double scale = Math.max(1e-3, Math.max(Math.abs(stored[i]), Math.abs(found[i])));
            if (!(Math.abs(stored[i] - found[i]) <= TOLERANCE * scale)) {
                return false;
            }
        }
        return true;
    }

    /** Feeds numbers to SHA-256 by way of a buffer. */
    private static final class Digest {
        private final MessageDigest sha;
        private final ByteBuffer buffer = ByteBuffer.allocate(1 << 14);

        Digest() {
            try {
                sha = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java platform has SHA-256.", e);
            }
        }

        void add(int value) {
            if (buffer.remaining() < Integer.BYTES) {
                drain();
            }
            buffer.putInt(value);
        }

        void add(int[] values) {
            add(values.length);
            for (int value : values) {
                add(value);
            }
        }

        void add(String text) {
            drain();
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            add(bytes.length);
            drain();
            sha.update(bytes);
        }

        String hex() {
            drain();
            return HexFormat.of().formatHex(sha.digest(), 0, 16);
        }

        private void drain() {
            sha.update(buffer.flip());
            buffer.clear();
        }
    }
}
