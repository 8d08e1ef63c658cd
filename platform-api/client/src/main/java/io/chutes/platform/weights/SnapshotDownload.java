package io.chutes.platform.weights;

import io.chutes.platform.manifest.LockedFile;
import io.chutes.platform.manifest.LockedWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;

/** All files of a lock on their way into a folder, which may hold some of them already. */
final class SnapshotDownload {
    private static final String PARTS = "parts";

    private final Hub hub;
    private final TransferSettings settings;
    private final Semaphore connections;

    SnapshotDownload(Hub hub, TransferSettings settings, Semaphore connections) {
        this.hub = hub;
        this.settings = settings;
        this.connections = connections;
    }

    /** Returns the folder of the files, whose content is what the lock names. */
    Path run(LockedWeights weights, Path home, Counter counter) throws InterruptedException {
        try {
            List<Callable<Void>> downloads = new ArrayList<>();
            Path files = home.resolve(Snapshot.FILES);
            for (LockedFile file : weights.files()) {
                PartNotes notes = PartNotes.open(home.resolve(PARTS).resolve(file.path()));
                var download = new FileDownload(
                        hub, settings, connections, counter, weights, file, files.resolve(file.path()), notes);
                downloads.add(() -> {
                    download.run();
                    return null;
                });
            }
            Together.run(downloads);
            FileTree.delete(home.resolve(PARTS));
            return files;
        } catch (ExecutionException e) {
            throw failed(weights, innermost(e));
        } catch (IOException e) {
            throw failed(weights, e);
        }
    }

    private static Throwable innermost(ExecutionException e) {
        Throwable cause = e;
        while (cause instanceof ExecutionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static WeightsException failed(LockedWeights weights, Throwable cause) {
        return cause instanceof WeightsException known
                ? known
                : new WeightsException("Fetching %s failed: %s".formatted(weights, cause), cause);
    }
}
