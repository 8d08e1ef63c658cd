package io.chutes.template.llm.sampling;

/**
 * How likely many are, each in whole parts of which the likeliest has {@link #WHOLE}: numbers that a processor compares and adds by the
 * dozen. What is less than half a part is none: fewer than one in two thousand million draws would hit it. Not for two threads.
 */
final class Weights {
    static final int WHOLE = 1 << 30;

    /** So many are passed over at a time when one is looked for. */
    private static final int BLOCK = 1024;

    private static final int POWER = 16;
    /** What 2 to the power of 16 times this is less than half a part. */
    private static final float LOWEST = -2;

    /** The same each time, as are other arrays of a number for each token: of a large vocabulary they would be garbage that a collector minds. */
    private int[] parts = {};

    /**
     * Weighs scores.
     *
     * @param best the highest
     * @param cold what their differences are multiplied by
     */
    void set(float[] scores, float best, double cold) {
        if (parts.length != scores.length) {
            parts = new int[scores.length];
        }
        int[] to = parts;
        float scale = (float) (cold / Math.log(2) / POWER);
        for (int i = 0; i < to.length; i++) {
            to[i] = (int) (WHOLE * power(Math.max((scores[i] - best) * scale, LOWEST)) + 0.5f);
        }
    }

    /**
     * 2 to the power of 16 times a number of -2 to 0, to three millionths: no more than the last bit of a score of 32 says. As it has no branch
     * and no table, a compiler makes it for many at once.
     */
    private static float power(float x) {
        float root = 7.582579e-06f;
        root = root * x + 0.0001314376f;
        root = root * x + 0.0012962817f;
        root = root * x + 0.009583461f;
        root = root * x + 0.055486307f;
        root = root * x + 0.24022207f;
        root = root * x + 0.69314677f;
        root = root * x + 1;
        float fourth = root * root * (root * root);
        return fourth * fourth * (fourth * fourth);
    }

    int size() {
        return parts.length;
    }

    int of(int place) {
        return parts[place];
    }

    long total() {
        return above(0, 0, parts.length);
    }

    /** What those have together that are likelier than one; of equals the first is. */
    long likelier(int place) {
        return above(parts[place] - 1, 0, place) + above(parts[place], place + 1, parts.length);
    }

    private long above(int limit, int from, int to) {
        int[] of = parts;
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += of[i] & isAbove(of[i], limit);
        }
        return sum;
    }

    /** Leaves those that are likelier than one. */
    void leaveLikelier(int place) {
        leaveAbove(parts[place] - 1, 0, place);
        leaveAbove(parts[place], place, parts.length);
    }

    /** Leaves those that have so much of what the likeliest has. */
    void leave(double part) {
        leaveAbove((int) Math.ceil(part * WHOLE) - 1, 0, parts.length);
    }

    private void leaveAbove(int limit, int from, int to) {
        int[] of = parts;
        for (int i = from; i < to; i++) {
            of[i] &= isAbove(of[i], limit);
        }
    }

    /** All bits if it is, none if not. */
    private static int isAbove(int part, int limit) {
        return (limit - part) >> (Integer.SIZE - 1);
    }

    /** Which one is at a point of all parts laid side by side. */
    int at(long point) {
        int block = 0;
        long left = point;
        for (long sum = block(block); left >= sum; sum = block(block)) {
            left -= sum;
            block += BLOCK;
        }
        int at = block;
        while (left >= parts[at]) {
            left -= parts[at++];
        }
        return at;
    }

    private long block(int from) {
        return above(0, from, Math.min(from + BLOCK, parts.length));
    }
}
