package io.chutes.platform.weights;

import io.chutes.platform.manifest.LockedFile;
import io.chutes.platform.manifest.LockedWeights;
import io.chutes.platform.weights.PartNotes.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Brings a part of a file to its place, by as many requests as it takes: each goes on where the one before broke off. */
final class PartTransfer {
    private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+|\\*)");
    private static final int BUFFER = 1 << 16;
    private static final int PARTIAL = 206;

    private final Hub hub;
    private final TransferSettings settings;
    private final Counter counter;
    private final LockedFile file;
    private final Part part;
    private final String path;
    private final String what;
    private final byte[] buffer = new byte[BUFFER];
    private long at;

    PartTransfer(
            Hub hub, TransferSettings settings, Counter counter, LockedWeights weights, LockedFile file, Part part) {
        this.hub = hub;
        this.settings = settings;
        this.counter = counter;
        this.file = file;
        this.part = part;
        this.path = pathOf(weights, file);
        this.what = "Fetching %s of %s".formatted(file.path(), weights);
        this.at = part.from();
    }

    /** Of a file, below the Hub's address. */
    static String pathOf(LockedWeights weights, LockedFile file) {
        return "/" + weights.repository() + "/resolve/" + weights.revision() + "/" + Hub.encoded(file.path());
    }

    /**
     * Fetches it.
     *
     * @throws NoRangesException if it is not the whole file and the Hub sends nothing less
     * @throws WeightsException if it cannot be had, or not be written
     */
    void into(FileChannel target) throws InterruptedException, NoRangesException {
        var attempts = new Attempts(settings, what);
        long furthest = at;
        try {
            while (at < part.to()) {
                try {
                    request(target);
                } catch (NoRangesException e) {
                    throw e;
                } catch (IOException e) {
                    attempts.failed(e, at > furthest);
                    furthest = Math.max(furthest, at);
                }
            }
        } finally {
            if (at < part.to()) {
                counter.fetched(part.from() - at);
            }
        }
    }

    private void request(FileChannel target) throws IOException, InterruptedException {
        try (Hub.Answer answer = hub.get(path, range(), what, settings.silence())) {
            if (answer.status() == PARTIAL) {
                checkRange(answer);
            } else {
                beginAgain(answer);
            }
            copy(answer.body(), target);
        }
    }

    private @Nullable String range() {
        boolean isAll = at == 0 && part.to() == file.size();
        return isAll ? null : "bytes=" + at + "-" + (part.to() - 1);
    }

    private void checkRange(Hub.Answer answer) throws IOException {
        String given = answer.headers().firstValue("Content-Range").orElse("");
        Matcher range = RANGE.matcher(given);
        if (!range.matches() || !range.group(1).equals(Long.toString(at))) {
            throw new IOException("the Hub sent '%s' where %s was asked for".formatted(given, range()));
        }
        if (!range.group(3).equals("*")) {
            checkSize(range.group(3));
        }
    }

    private void beginAgain(Hub.Answer answer) throws IOException {
        if (part.from() > 0 || part.to() < file.size()) {
            throw new NoRangesException(file.path());
        }
        answer.headers().firstValue("Content-Length").ifPresent(this::checkSize);
        counter.fetched(-at);
        at = 0;
    }

    private void checkSize(String size) {
        if (!size.equals(Long.toString(file.size()))) {
            throw new WeightsException("%s: the Hub has %s bytes of it, and the lock names %d: it is another file"
                    .formatted(what, size, file.size()));
        }
    }

    private void copy(InputStream body, FileChannel target) throws IOException {
        while (at < part.to()) {
            int length = body.read(buffer, 0, (int) Math.min(buffer.length, part.to() - at));
            if (length < 0) {
                throw new IOException("the connection broke off after %d of %d bytes".formatted(at, part.to()));
            }
            write(ByteBuffer.wrap(buffer, 0, length), target);
            counter.fetched(length);
        }
    }

    private void write(ByteBuffer bytes, FileChannel target) throws ClosedByInterruptException {
        try {
            while (bytes.hasRemaining()) {
                at += target.write(bytes, at);
            }
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            // Of this machine's disk, so that another attempt is of no use.
            throw new WeightsException("%s: it could not be written: %s".formatted(what, e.getMessage()), e);
        }
    }
}
