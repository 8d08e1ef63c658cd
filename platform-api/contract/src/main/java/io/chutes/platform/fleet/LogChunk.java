package io.chutes.platform.fleet;

import java.time.Instant;
import java.util.List;

/**
 * A part of what an instance wrote. Parts follow each other by the bytes of its output; one that was received before changes nothing.
 *
 * @param instance the instance's id
 * @param from the byte of its output with which it begins
 * @param to the byte before which it ends
 * @param last whether the instance has ended and wrote no more
 * @param lines what is told of it: bytes that were dropped are in no line but one that says so
 */
public record LogChunk(String instance, long from, long to, boolean last, List<Line> lines) {
    public LogChunk {
        lines = List.copyOf(lines);
    }

    /**
     * A line, without the values that the instance was given as secrets.
     *
     * @param at when it was read
     */
    public record Line(Instant at, String text) {}
}
