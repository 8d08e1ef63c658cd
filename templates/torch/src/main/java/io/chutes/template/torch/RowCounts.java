package io.chutes.template.torch;

import java.util.stream.IntStream;

/**
 * The numbers of rows that linear layers are run on: each up to 16, from there eight to each doubling, from 128 all multiples of 16, and from
 * 512 as many to each doubling as from 512 to 1024. libtorch makes code for each number it meets, in milliseconds, and keeps it: that these
 * are few bounds its memory.
 */
public final class RowCounts {
    private static final int EXACT = 16;

    private RowCounts() {}

    /** The least of them that holds so many. */
    public static int up(int rows) {
        int apart = apart(rows - 1);
        return Math.ceilDiv(rows, apart) * apart;
    }

    /** The greatest of them that so many fill. */
    public static int down(int rows) {
        return rows - rows % apart(rows);
    }

    /** All that hold so many or fewer, the greatest first: memory that the first leaves is room for the others. */
    public static IntStream downFrom(int rows) {
        return IntStream.iterate(up(rows), count -> count > 0, count -> down(count - 1));
    }

    /** How far the next one is. */
    private static int apart(int rows) {
        int doubling = Integer.highestOneBit(rows);
        return rows < EXACT ? 1 : Math.max(Math.min(EXACT, doubling / 8), doubling / 32);
    }
}
