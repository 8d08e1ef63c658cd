package io.chutes.platform.node.image;

import io.chutes.platform.node.NodeException;

/**
 * What a layer may unpack to: a small archive can say it is all of a disk.
 *
 * @param entries the most files, folders and links
 * @param bytes what any layer may have
 * @param ratio how many times the bytes of its archive a larger one may have
 */
record LayerLimits(int entries, long bytes, int ratio) {
    /** Software and weights hardly compress to a tenth. */
    static final LayerLimits USUAL = new LayerLimits(1_000_000, 1L << 30, 100);

    /** Refuses a layer that is beyond them. */
    void check(int found, long unpacked, long archive) {
        if (found > entries) {
            throw new NodeException("A layer holds more than %d files, folders and links: refused".formatted(entries));
        }
        if (unpacked > Math.max(bytes, archive * ratio)) {
            throw new NodeException("A layer of %d bytes unpacks to %d and more, over %d times as much: refused"
                    .formatted(archive, unpacked, ratio));
        }
    }
}
