package io.chutes.cli.image;

import io.chutes.cli.console.Progress;
import io.chutes.cli.project.BuildException;
import io.chutes.platform.digest.Sha256;
import io.chutes.platform.manifest.LockedWeights;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestException;
import io.chutes.platform.manifest.WeightsLock;
import io.chutes.platform.manifest.WeightsSpec;
import io.chutes.platform.weights.Hub;
import io.chutes.platform.weights.Listing;
import io.chutes.platform.weights.TransferSettings;
import io.chutes.platform.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The locks of chutes' weights. What a commit holds never changes, so that it is asked for once. */
final class WeightsLocks {
    private final Path folder;
    private final @Nullable Hub hub;
    private final Progress progress;

    /**
     * @param folder where locks are kept
     * @param hub who knows the files of a commit; null for none
     */
    WeightsLocks(Path folder, @Nullable Hub hub, Progress progress) {
        this.folder = folder;
        this.hub = hub;
        this.progress = progress;
    }

    /** The lock of a chute; empty if it has no weights. */
    Optional<WeightsLock> of(Manifest manifest) throws IOException, InterruptedException {
        List<LockedWeights> locked = new ArrayList<>();
        for (WeightsSpec spec : manifest.weights()) {
            locked.add(locked(spec));
        }
        return locked.isEmpty() ? Optional.empty() : Optional.of(new WeightsLock(locked));
    }

    private LockedWeights locked(WeightsSpec spec) throws IOException, InterruptedException {
        Path kept = folder.resolve(key(spec) + ".json");
        if (Files.exists(kept)) {
            try {
                return WeightsLock.read(Files.readString(kept)).of(spec);
            } catch (ManifestException e) {
                throw new BuildException("%s is no lock of weights; delete it: %s".formatted(kept, e.getMessage()), e);
            }
        }
        if (hub == null) {
            throw new BuildException(
                    "@Weights of %s needs a list of the files of %s: set %s to the address of the Hub that has them (Hugging Face's is https://huggingface.co)"
                            .formatted(spec.field(), spec.repo(), Hub.ENDPOINT));
        }
        progress.begin("Locking the weights " + spec.repo() + " at " + spec.revision());
        try {
            LockedWeights locked = new Listing(hub, TransferSettings.USUAL).lock(spec);
            progress.tell("Locked %d files, %,d bytes".formatted(locked.files().size(), locked.size()));
            keep(new WeightsLock(List.of(locked)), kept);
            return locked;
        } catch (WeightsException e) {
            throw new BuildException(String.valueOf(e.getMessage()), e);
        }
    }

    private static String key(WeightsSpec spec) {
        var sum = new Sha256()
                .add(spec.field())
                .add(spec.repo())
                .add(spec.revision())
                .add("include");
        spec.include().forEach(sum::add);
        sum.add("exclude");
        spec.exclude().forEach(sum::add);
        return sum.hex();
    }

    private void keep(WeightsLock lock, Path place) throws IOException {
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(folder, ".", ".part");
        try {
            Files.move(Files.writeString(fresh, lock.json()), place, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
