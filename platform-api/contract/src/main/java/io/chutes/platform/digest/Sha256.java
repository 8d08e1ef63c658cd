package io.chutes.platform.digest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 sum over texts, each marked off from the next; and the sums of single contents, as 64 hexadecimal digits. */
public final class Sha256 {
    private static final int BUFFER = 1 << 16;

    private final MessageDigest sum = begin();

    /** The JDK's, for a stream to go through. */
    public static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Of a text's bytes in UTF-8. */
    public static String of(String text) {
        return HexFormat.of().formatHex(begin().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Of a file's content. */
    public static String of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in);
        }
    }

    /** Of all that is left of a stream. */
    public static String of(InputStream content) throws IOException {
        MessageDigest sum = begin();
        byte[] buffer = new byte[BUFFER];
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            sum.update(buffer, 0, read);
        }
        return HexFormat.of().formatHex(sum.digest());
    }

    /** One more text. */
    public Sha256 add(String text) {
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        sum.update((byte) 0);
        return this;
    }

    /** The sum; it starts anew afterwards. */
    public String hex() {
        return HexFormat.of().formatHex(sum.digest());
    }
}
