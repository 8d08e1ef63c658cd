package io.chutes.benchmark;

import io.chutes.template.torch.ScriptModule;
import io.chutes.template.torch.Torch;
import io.chutes.template.torch.Value;

/**
 * Bytes a second that libtorch's threads read, at best, of numbers that lie one after the other: added up, and multiplied by a vector as the
 * weights of a model are.
 *
 * @param memory of many more than any cache holds
 * @param again of as many as were asked for, again and again: what of them fits in a cache stays there
 */
record MemoryBandwidth(double memory, double again) {
    private static final int ROUNDS = 12;
    private static final long MANY = 2L << 30;
    private static final long ROW = 512L * Float.BYTES;

    static MemoryBandwidth of(long bytes) {
        return new MemoryBandwidth(read(MANY), read(bytes));
    }

    private static double read(long bytes) {
        long rows = bytes / ROW;
        try (ScriptModule numbers = Torch.get().load(MemoryBandwidth.class, "memory.py")) {
            numbers.call("hold", new Value.Whole(rows));
            long least = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                least = Math.min(least, Math.min(nanos(numbers, "add"), nanos(numbers, "multiply")));
            }
            return rows * ROW * 1e9 / least;
        }
    }

    private static long nanos(ScriptModule numbers, String method) {
        long begin = System.nanoTime();
        numbers.call(method);
        return System.nanoTime() - begin;
    }
}
