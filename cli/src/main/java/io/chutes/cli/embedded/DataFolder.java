package io.chutes.cli.embedded;

import io.chutes.cli.console.OwnerOnly;
import io.chutes.platform.server.secret.MasterKeys;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where an embedded platform keeps everything, one process at a time. A folder it makes is its owner's alone. */
final class DataFolder implements AutoCloseable {
    /** Room for the database, an image of some 40 MB, its blobs and its unpacked files. */
    private static final long LEAST_FREE_BYTES = 1L << 30;

    private static final int PEPPER_BYTES = 32;

    private final Path path;
    private final FileChannel lockFile;

    private DataFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    static DataFolder open(Path path) {
        try {
            OwnerOnly.folder(path);
            long free = Files.getFileStore(path).getUsableSpace();
            if (free < LEAST_FREE_BYTES) {
                throw new EmbeddedPlatformException(
                        "%s has %d MiB free, and the platform needs %d MiB; make room or name another folder with --data"
                                .formatted(path, free >> 20, LEAST_FREE_BYTES >> 20));
            }
            return new DataFolder(path, lock(path));
        } catch (IOException e) {
            throw new EmbeddedPlatformException("Could not use the data folder " + path + ": " + e, e);
        }
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** The key under which API keys are hashed: made once, kept for as long as the data. */
    String pepper() {
        Path file = kept("pepper", () -> {
            byte[] pepper = new byte[PEPPER_BYTES];
            new SecureRandom().nextBytes(pepper);
            return HexFormat.of().formatHex(pepper);
        });
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new EmbeddedPlatformException("Could not read " + file + ": " + e, e);
        }
    }

    /** The file with the keys that secrets are kept under: made once with one key. */
    Path masterKeys() {
        return kept("master-keys", () -> MasterKeys.generate("k1"));
    }

    /** A file that is made once, its owner's alone. */
    private Path kept(String name, Supplier<String> content) {
        Path file = resolve(name);
        try {
            if (!Files.exists(file)) {
                Path fresh = OwnerOnly.file(resolve(name + ".new"));
                Files.move(Files.writeString(fresh, content.get()), file);
            }
            return file;
        } catch (IOException e) {
            throw new EmbeddedPlatformException("Could not make " + file + ": " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new EmbeddedPlatformException("Could not release " + path + ": " + e, e);
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new EmbeddedPlatformException(
                    "Another platform is using " + folder + "; end it, or name another folder with --data");
        }
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException inThisProcess) {
            return null;
        }
    }
}
