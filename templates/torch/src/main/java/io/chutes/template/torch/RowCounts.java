package io.chutes.template.torch;

import java.util.stream.IntStream;

/** The numbers of rows that linear layers are run on. */
public enum RowCounts {
    /**
     * Each up to 16, from there eight to each doubling, from 128 all multiples of 16, and from 512 as many to each doubling as from 512 to 1024.
     * libtorch makes code for each number that packed layers meet, in milliseconds, and keeps it: that these are few bounds its memory.
     */
    FEW(16),
    /** All: layers that are not packed have the same code for each. */
    ALL(Integer.MAX_VALUE);

    private static final int APART = 16;
    /** To meet each of those to 2048 takes thrice as long, and a step so great comes seldom. */
    private static final int PREPARED = 512;

    private final int exact;

    RowCounts(int exact) {
        this.exact = exact;
    }

    /** Those that suit layers which are packed, or are not. */
    public static RowCounts of(boolean packed) {
        return packed ? FEW : ALL;
    }

    /** The least of them that holds so many. */
    public int up(int rows) {
        int apart = apart(rows - 1);
        return Math.ceilDiv(rows, apart) * apart;
    }

    /** The greatest of them that so many fill. */
    public int down(int rows) {
        return rows - rows % apart(rows);
    }

    /**
     * Those whose code is worth to be made before the first call, the greatest first: memory that it leaves is room for the others.
     *
     * @param rows the most that there will be
     */
    public IntStream toPrepare(int rows) {
        return this == ALL
                ? IntStream.empty()
                : IntStream.iterate(up(Math.min(rows, PREPARED)), count -> count > 0, count -> down(count - 1));
    }

    /** How far the next one is. */
    private int apart(int rows) {
        int doubling = Integer.highestOneBit(rows);
        return rows < exact ? 1 : Math.max(Math.min(APART, doubling / 8), doubling / 32);
    }
}
