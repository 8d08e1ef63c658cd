package io.chutes.platform.weights;

import io.chutes.platform.manifest.LockedFile;
import io.chutes.platform.manifest.LockedWeights;
import io.chutes.platform.weights.PartNotes.Part;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;

/** One file on its way to its place: in parts side by side, then held against its digest. */
final class FileDownload {
    private final Hub hub;
    private final TransferSettings settings;
    private final Semaphore connections;
    private final Counter counter;
    private final LockedWeights weights;
    private final LockedFile file;
    private final Path target;
    private final PartNotes notes;

    FileDownload(
            Hub hub,
            TransferSettings settings,
            Semaphore connections,
            Counter counter,
            LockedWeights weights,
            LockedFile file,
            Path target,
            PartNotes notes) {
        this.hub = hub;
        this.settings = settings;
        this.connections = connections;
        this.counter = counter;
        this.weights = weights;
        this.file = file;
        this.target = target;
        this.notes = notes;
    }

    /** Returns when the file is there, is what its lock names, and is on disk. */
    void run() throws IOException, InterruptedException, ExecutionException {
        if (notes.isChecked() && Files.exists(target) && Files.size(target) == file.size()) {
            counter.fetched(file.size());
            counter.checked(file.size());
            return;
        }
        boolean isResumed = !notes.isEmpty();
        fetch();
        String digest = digest();
        if (!digest.equals(file.digest()) && isResumed) {
            // What an earlier run had noted may never have come to the disk.
            discard();
            fetch();
            digest = digest();
        }
        if (!digest.equals(file.digest())) {
            discard();
            throw new WeightsException("%s of %s is not what the lock names: it has the digest %s, and the lock %s"
                    .formatted(file.path(), weights, digest, file.digest()));
        }
        notes.addChecked();
    }

    private void fetch() throws IOException, InterruptedException, ExecutionException {
        Files.createDirectories(target.getParent());
        try {
            write(this::inParts);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof NoRangesException)) {
                throw e;
            }
            counter.fetched(-inNotes());
            notes.clear();
            write(channel -> fetch(new Part(0, file.size()), channel));
        }
    }

    private void write(Content content) throws IOException, InterruptedException, ExecutionException {
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            content.into(channel);
            channel.truncate(file.size());
            channel.force(true);
        }
    }

    @FunctionalInterface
    private interface Content {
        void into(FileChannel channel) throws IOException, InterruptedException, ExecutionException;
    }

    private void inParts(FileChannel channel) throws InterruptedException, ExecutionException {
        List<Callable<Void>> missing = new ArrayList<>();
        for (Part part : parts()) {
            if (notes.has(part)) {
                counter.fetched(part.length());
            } else {
                missing.add(() -> {
                    fetch(part, channel);
                    return null;
                });
            }
        }
        Together.run(missing);
    }

    private void fetch(Part part, FileChannel channel) throws IOException, InterruptedException {
        connections.acquire();
        try {
            new PartTransfer(hub, settings, counter, weights, file, part).into(channel);
        } finally {
            connections.release();
        }
        notes.add(part);
    }

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        for (long from = 0; from < file.size(); from += settings.partBytes()) {
            parts.add(new Part(from, Math.min(file.size(), from + settings.partBytes())));
        }
        return parts;
    }

    private long inNotes() {
        return parts().stream().filter(notes::has).mapToLong(Part::length).sum();
    }

    private String digest() throws IOException {
        return FileDigest.of(target, file, counter::checked);
    }

    private void discard() throws IOException {
        counter.fetched(-file.size());
        counter.checked(-file.size());
        notes.clear();
        Files.deleteIfExists(target);
    }
}
