package io.chutes.platform.weights;

import io.chutes.platform.manifest.LockedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** The digest of a file's content, in the way that its lock has it. */
final class FileDigest {
    private static final int BUFFER = 1 << 20;

    private FileDigest() {}

    /** Reads the whole file, telling the bytes as they are read. */
    static String of(Path file, LockedFile like, LongConsumer read) throws IOException {
        boolean isGit = like.digest().startsWith(LockedFile.GIT_BLOB);
        MessageDigest sum = algorithm(isGit ? "SHA-1" : "SHA-256");
        if (isGit) {
            sum.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII));
        }
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                sum.update(buffer, 0, length);
                read.accept(length);
            }
        }
        return (isGit ? LockedFile.GIT_BLOB : LockedFile.SHA256)
                + HexFormat.of().formatHex(sum.digest());
    }

    private static MessageDigest algorithm(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has " + name, e);
        }
    }
}
