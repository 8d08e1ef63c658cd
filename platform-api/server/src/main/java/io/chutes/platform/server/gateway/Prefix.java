package io.chutes.platform.server.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The beginning of a prompt, block by block.
 *
 * @param blocks for each whole block one number that stands for all of the prompt up to its end
 */
record Prefix(List<Long> blocks) {
    /** Of a prompt that is not looked at, or shorter than a block. */
    static final Prefix NONE = new Prefix(List.of());

    /** Bytes of a block; some 60 tokens, which engines that keep what they have read keep in blocks of 16. */
    static final int BLOCK = 256;

    /** How much of a prompt is looked at. */
    static final int MOST = 64 * BLOCK;

    Prefix {
        blocks = List.copyOf(blocks);
    }

    static Prefix of(byte[] prompt) {
        List<Long> blocks = new ArrayList<>();
        var sum = new CRC32C();
        for (int at = 0; at + BLOCK <= Math.min(prompt.length, MOST); at += BLOCK) {
            sum.update(prompt, at, BLOCK);
            blocks.add((long) blocks.size() << Integer.SIZE | sum.getValue());
        }
        return new Prefix(blocks);
    }
}
