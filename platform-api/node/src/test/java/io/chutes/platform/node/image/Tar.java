package io.chutes.platform.node.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A layer in the making: entries are written as named, be they good or bad. */
public final class Tar {
    /** When every file of it was last changed. */
    public static final Instant CHANGED = Instant.parse("2020-02-02T00:00:00Z");

    private static final byte[] NOTHING = {};

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");
    private boolean finished;

    public Tar() {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    public Tar directory(String name, int mode) {
        return entry(new TarArchiveEntry(name + "/", TarConstants.LF_DIR, true), mode, NOTHING);
    }

    public Tar file(String name, int mode, String content) {
        return file(name, mode, content.getBytes(StandardCharsets.UTF_8));
    }

    public Tar file(String name, int mode, byte[] content) {
        return entry(new TarArchiveEntry(name, TarConstants.LF_NORMAL, true), mode, content);
    }

    public Tar whiteout(String name) {
        return file(name, 0644, "");
    }

    public Tar symbolicLink(String name, String target) {
        var link = new TarArchiveEntry(name, TarConstants.LF_SYMLINK, true);
        link.setLinkName(target);
        return entry(link, 0777, NOTHING);
    }

    public Tar hardLink(String name, String target) {
        var link = new TarArchiveEntry(name, TarConstants.LF_LINK, true);
        link.setLinkName(target);
        return entry(link, 0644, NOTHING);
    }

    public Tar device(String name) {
        return entry(new TarArchiveEntry(name, TarConstants.LF_CHR, true), 0644, NOTHING);
    }

    /** The archive as it is. */
    public byte[] plain() {
        try {
            if (!finished) {
                tar.finish();
                finished = true;
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The archive, gzipped. */
    public byte[] gzip() {
        try {
            var zipped = new ByteArrayOutputStream();
            try (var out = new GZIPOutputStream(zipped)) {
                out.write(plain());
            }
            return zipped.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Tar entry(TarArchiveEntry entry, int mode, byte[] data) {
        entry.setMode(mode);
        entry.setSize(data.length);
        entry.setModTime(CHANGED.toEpochMilli());
        try {
            tar.putArchiveEntry(entry);
            tar.write(data);
            tar.closeArchiveEntry();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
