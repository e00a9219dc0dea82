package org.chiscope.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chiscope.format.ByteLevel;

/**
 * Learns the merges of byte-pair encoding (Sennrich et al., 2016, Algorithm 1) over the distinct
 * pre-tokens of a text, weighted by how often each occurs.
 *
 * <p>The most frequent pair is merged first; of equally frequent ones that with the smaller left
 * id, then the smaller right id. So the result depends on the text alone.
 */
final class BytePairTrainer {
    private final List<int[]> words = new ArrayList<>();
    private final List<Integer> wordCounts = new ArrayList<>();
    private final Map<Long, Long> pairCounts = new HashMap<>();
    private final Map<Long, List<Integer>> pairWords = new HashMap<>();
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>();

    private record Candidate(long pair, long count) implements Comparable<Candidate> {
        @Override
        public int compareTo(Candidate other) {
            int byCount = Long.compare(other.count, count);
            return byCount != 0 ? byCount : Long.compare(pair, other.pair);
        }
    }

    private BytePairTrainer(List<String> texts, Pattern preTokens) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String text : texts) {
            Matcher matcher = preTokens.matcher(text);
            while (matcher.find()) {
                counts.merge(matcher.group(), 1, Integer::sum);
            }
        }
        counts.forEach(
                (word, count) -> {
                    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
                    int[] ids = new int[bytes.length];
                    for (int i = 0; i < ids.length; i++) {
                        ids[i] = ByteAlphabet.idOf(bytes[i]);
                    }
                    words.add(ids);
                    wordCounts.add(count);
                });
        for (int word = 0; word < words.size(); word++) {
            count(word, +1);
            int[] ids = words.get(word);
            for (int i = 0; i + 1 < ids.length; i++) {
                register(pair(ids[i], ids[i + 1]), word);
            }
        }
        pairCounts.forEach((pair, count) -> queue.add(new Candidate(pair, count)));
    }

    /**
     * What was learnt.
     *
     * @param tokens the bytes of each token: the 256 single bytes, then the merged ones
     * @param merges by rank: the ids of the left and right part and of the result
     */
    record Vocabulary(List<byte[]> tokens, List<int[]> merges) {}

    /**
     * Learns until there are {@code size} tokens, or no pair is left to merge. Should two merges
     * make the same bytes, they share a token, as in Hugging Face's trainer.
     */
    static Vocabulary train(List<String> texts, Pattern preTokens, int size) {
        var trainer = new BytePairTrainer(texts, preTokens);
        List<byte[]> tokens = new ArrayList<>();
        Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; id < ByteAlphabet.SIZE; id++) {
            tokens.add(new byte[] {ByteAlphabet.byteOf(id)});
            ids.put(ByteLevel.text(tokens.get(id)), id);
        }
        List<int[]> merges = new ArrayList<>();
        while (tokens.size() < size) {
            Candidate best = trainer.queue.poll();
            if (best == null) {
                break;
            }
            // Counts in the queue may be stale: they are put right when their turn comes.
            long count = trainer.pairCounts.getOrDefault(best.pair, 0L);
            if (count != best.count) {
                if (count > 0) {
                    trainer.queue.add(new Candidate(best.pair, count));
                }
                continue;
            }
            byte[] bytes = join(tokens.get(left(best.pair)), tokens.get(right(best.pair)));
            Integer known = ids.putIfAbsent(ByteLevel.text(bytes), tokens.size());
            if (known == null) {
                tokens.add(bytes);
            }
            int merged = known == null ? tokens.size() - 1 : known;
            trainer.merge(best.pair, merged);
            merges.add(new int[] {left(best.pair), right(best.pair), merged});
        }
        return new Vocabulary(tokens, merges);
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] result = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, result, a.length, b.length);
        return result;
    }

    static long pair(int left, int right) {
        return (long) left << 32 | right;
    }

    private static int left(long pair) {
        return (int) (pair >>> 32);
    }

    private static int right(long pair) {
        return (int) pair;
    }

    /**
     * {@code ids} with every occurrence of the pair, taken from the left, replaced by {@code
     * merged}.
     */
    static int[] replace(int[] ids, int left, int right, int merged) {
        int[] result = new int[ids.length];
        int length = 0;
        for (int i = 0; i < ids.length; i++) {
            if (i + 1 < ids.length && ids[i] == left && ids[i + 1] == right) {
                result[length++] = merged;
                i++;
            } else {
                result[length++] = ids[i];
            }
        }
        return length == ids.length ? ids : Arrays.copyOf(result, length);
    }

    private void merge(long pair, int merged) {
        List<Integer> affected = pairWords.remove(pair);
        if (affected == null) {
            throw new IllegalStateException(
                    "A counted pair has no words; the bookkeeping is wrong.");
        }
        Set<Long> fresh = new TreeSet<>();
        for (int word : affected) {
            int[] before = words.get(word);
            int[] after = replace(before, left(pair), right(pair), merged);
            // The list of words may name one whose pair another merge has consumed.
            if (after == before) {
                continue;
            }
            count(word, -1);
            words.set(word, after);
            count(word, +1);
            for (int i = 0; i + 1 < after.length; i++) {
                if (after[i] == merged || after[i + 1] == merged) {
                    long joined = pair(after[i], after[i + 1]);
                    register(joined, word);
                    fresh.add(joined);
                }
            }
        }
        for (long joined : fresh) {
            queue.add(new Candidate(joined, pairCounts.getOrDefault(joined, 0L)));
        }
        pairCounts.remove(pair);
    }

    private void count(int word, int sign) {
        int[] ids = words.get(word);
        long count = sign * (long) wordCounts.get(word);
        for (int i = 0; i + 1 < ids.length; i++) {
            pairCounts.merge(pair(ids[i], ids[i + 1]), count, Long::sum);
        }
    }

    private void register(long pair, int word) {
        List<Integer> list = pairWords.computeIfAbsent(pair, unused -> new ArrayList<>());
        if (list.isEmpty() || list.getLast() != word) {
            list.add(word);
        }
    }
}
