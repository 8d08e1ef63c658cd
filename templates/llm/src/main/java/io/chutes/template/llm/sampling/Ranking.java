package io.chutes.template.llm.sampling;

import java.util.Arrays;

/** The best of many scores. Of equals the lower token is better, so that the order is the same each time. */
final class Ranking {
    /** Beyond this part of all, to sort all is quicker than a heap. */
    private static final int FEW = 8;

    private static final long TOKEN = 0xFFFFFFFFL;

    private Ranking() {}

    /**
     * The best token.
     *
     * @throws IllegalStateException if a score is no number, or none is finite
     */
    static int best(float[] scores) {
        int best = 0;
        float highest = Float.NEGATIVE_INFINITY;
        for (int token = 0; token < scores.length; token++) {
            if (!(scores[token] <= highest)) {
                highest = Math.max(highest, scores[token]); // no number is above all
                best = token;
            }
        }
        if (!Float.isFinite(highest)) {
            throw new IllegalStateException(
                    "the model scored no token: its numbers are no numbers, or all are excluded");
        }
        return best;
    }

    /** The best tokens, the best first; fewer where the rest is excluded by a score of minus infinity. */
    static int[] best(float[] scores, int most) {
        long[] keys = (long) most * FEW < scores.length ? heap(scores, most) : all(scores);
        Arrays.sort(keys);
        int[] best = new int[Math.min(most, keys.length)];
        int count = 0;
        for (int i = keys.length - 1; count < best.length; i--) {
            int token = token(keys[i]);
            if (!(scores[token] > Float.NEGATIVE_INFINITY)) {
                break;
            }
            best[count++] = token;
        }
        return Arrays.copyOf(best, count);
    }

    private static long[] all(float[] scores) {
        long[] keys = new long[scores.length];
        for (int token = 0; token < scores.length; token++) {
            keys[token] = key(scores[token], token);
        }
        return keys;
    }

    /** The greatest keys, in a heap whose root is the least. */
    private static long[] heap(float[] scores, int most) {
        long[] heap = new long[most];
        for (int token = 0; token < most; token++) {
            heap[token] = key(scores[token], token);
        }
        for (int at = most / 2 - 1; at >= 0; at--) {
            sink(heap, at);
        }
        float lowest = scores[token(heap[0])];
        for (int token = most; token < scores.length; token++) {
            if (scores[token] > lowest) {
                heap[0] = key(scores[token], token);
                sink(heap, 0);
                lowest = scores[token(heap[0])];
            }
        }
        return heap;
    }

    private static void sink(long[] heap, int from) {
        long key = heap[from];
        int at = from;
        for (int child = 2 * at + 1; child < heap.length; child = 2 * at + 1) {
            if (child + 1 < heap.length && heap[child + 1] < heap[child]) {
                child++;
            }
            if (key <= heap[child]) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = key;
    }

    /** Greater for a better score, then for a lower token. */
    static long key(float score, int token) {
        int bits = Float.floatToRawIntBits(Float.isNaN(score) ? Float.NEGATIVE_INFINITY : score);
        int ordered = bits ^ (bits >> 31 & Integer.MAX_VALUE);
        return (long) ordered << Integer.SIZE | (~token & TOKEN);
    }

    static int token(long key) {
        return (int) ~key;
    }
}
