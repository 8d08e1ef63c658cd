package io.chutes.template.torch;

import java.util.stream.IntStream;

/**
 * The numbers of rows that linear layers are run on: each up to 16, and eight to each doubling from there. libtorch makes code for each
 * number it meets, in milliseconds, and keeps it: that these are few bounds its memory.
 */
public final class RowCounts {
    private static final int EXACT = 16;
    private static final int TO_A_DOUBLING = 8;

    private RowCounts() {}

    /** The least of them that holds so many. */
    public static int up(int rows) {
        if (rows <= EXACT) {
            return rows;
        }
        int apart = Integer.highestOneBit(rows - 1) / TO_A_DOUBLING;
        return Math.ceilDiv(rows, apart) * apart;
    }

    /** The greatest of them that so many fill. */
    public static int down(int rows) {
        return rows <= EXACT ? rows : rows - rows % (Integer.highestOneBit(rows) / TO_A_DOUBLING);
    }

    /** All that hold so many or fewer, the greatest first: memory that the first leaves is room for the others. */
    public static IntStream downFrom(int rows) {
        return IntStream.iterate(up(rows), count -> count > 0, count -> down(count - 1));
    }
}
