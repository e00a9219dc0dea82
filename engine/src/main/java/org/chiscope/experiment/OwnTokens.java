package org.chiscope.experiment;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.chiscope.data.BytePairTokenizer;
import org.chiscope.system.NetworkSystem;
import org.chiscope.system.Predictions;

/**
 * A text of one's own as a model reads it.
 *
 * @param start the token before it, which begins a document
 * @param ids its tokens, as many as one context has room for
 * @param words their texts
 * @param losses −log p at w* of each, nats: known without draws
 * @param all how many tokens the whole text has
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record OwnTokens(int start, int[] ids, List<String> words, float[] losses, int all) {

    public OwnTokens {
        words = List.copyOf(words);
    }

    /**
     * Cuts a text into tokens.
     *
     * @throws IllegalStateException with one sentence if the tokeniser cannot encode text
     */
    public static OwnTokens of(String text, BytePairTokenizer tokenizer, NetworkSystem system) {
        int[] all = tokenizer.encode(text);
        int[] ids = Arrays.copyOf(all, Math.min(all.length, OwnText.room(system)));
        int start = tokenizer.endOfText();
        return new OwnTokens(
                start,
                ids,
                IntStream.of(ids).mapToObj(tokenizer::tokenText).toList(),
                losses(system, start, ids),
                all.length);
    }

    static float[] losses(NetworkSystem system, int start, int[] ids) {
        int[] context = new int[ids.length + 1];
        context[0] = start;
        System.arraycopy(ids, 0, context, 1, ids.length);
        Predictions predictions = system.predictions(context);
        float[] losses = new float[ids.length];
        for (int t = 0; t < losses.length; t++) {
            losses[t] = (float) predictions.loss(t + 1, ids[t]);
        }
        return losses;
    }
}
