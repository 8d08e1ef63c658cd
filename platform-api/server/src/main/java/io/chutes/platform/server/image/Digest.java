package io.chutes.platform.server.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** The name of some bytes: their SHA-256, written as {@code sha256:} and 64 lower-case hexadecimal digits. */
record Digest(String hex) {
    private static final String PREFIX = "sha256:";
    private static final Pattern GRAMMAR = Pattern.compile("sha256:[0-9a-f]{64}");

    static Optional<Digest> find(String text) {
        return GRAMMAR.matcher(text).matches()
                ? Optional.of(new Digest(text.substring(PREFIX.length())))
                : Optional.empty();
    }

    static Digest parse(String text) {
        return find(text)
                .orElseThrow(() -> new RegistryException(
                        ErrorCode.DIGEST_INVALID,
                        "A digest must be 'sha256:' and 64 lower-case hexadecimal digits, got '"
                                + RegistryPath.shortened(text) + "'"));
    }

    static Digest of(byte[] content) {
        return ofHash(hasher().digest(content));
    }

    /** The digest of all that went into the hasher, which starts anew. */
    static Digest of(MessageDigest hasher) {
        return ofHash(hasher.digest());
    }

    private static Digest ofHash(byte[] hash) {
        return new Digest(HexFormat.of().formatHex(hash));
    }

    static MessageDigest hasher() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256; this one has not", e);
        }
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
