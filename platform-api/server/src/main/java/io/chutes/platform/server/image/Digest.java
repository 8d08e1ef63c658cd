package io.chutes.platform.server.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** The name of some bytes: their hash, written as its algorithm, a colon and lower-case hexadecimal digits. */
record Digest(Algorithm algorithm, String hex) {
    private static final int BUFFER = 64 * 1024;

    /** A SHA-256. */
    Digest(String hex) {
        this(Algorithm.SHA256, hex);
    }

    static Optional<Digest> find(String text) {
        return Arrays.stream(Algorithm.values())
                .filter(algorithm -> algorithm.grammar.matcher(text).matches())
                .findFirst()
                .map(algorithm -> new Digest(algorithm, text.substring(algorithm.prefix.length())));
    }

    static Digest parse(String text) {
        return find(text)
                .orElseThrow(() -> new RegistryException(
                        ErrorCode.DIGEST_INVALID,
                        "A digest must be 'sha256:' and 64 or 'sha512:' and 128 lower-case hexadecimal digits, got '"
                                + RegistryPath.shortened(text) + "'"));
    }

    /** The digest with these digits, whose number tells the algorithm. */
    static Optional<Digest> ofHex(String hex) {
        return Arrays.stream(Algorithm.values())
                .flatMap(algorithm -> find(algorithm.prefix + hex).stream())
                .findFirst();
    }

    /** The SHA-256 of these bytes. */
    static Digest of(byte[] content) {
        return Algorithm.SHA256.of(content);
    }

    /** The SHA-256 of all that went into the hasher, which starts anew. */
    static Digest of(MessageDigest hasher) {
        return new Digest(HexFormat.of().formatHex(hasher.digest()));
    }

    static MessageDigest hasher() {
        return Algorithm.SHA256.hasher();
    }

    @Override
    public String toString() {
        return algorithm.prefix + hex;
    }

    /** How digests are computed: the two that OCI registers. */
    enum Algorithm {
        SHA256("sha256", "SHA-256", 64),
        SHA512("sha512", "SHA-512", 128);

        private final String label;
        private final String prefix;
        private final String name;
        private final Pattern grammar;

        Algorithm(String label, String name, int digits) {
            this.label = label;
            this.prefix = label + ":";
            this.name = name;
            this.grammar = Pattern.compile(prefix + "[0-9a-f]{" + digits + "}");
        }

        String label() {
            return label;
        }

        Digest of(byte[] content) {
            return new Digest(this, HexFormat.of().formatHex(hasher().digest(content)));
        }

        Digest of(Path file) throws IOException {
            MessageDigest hasher = hasher();
            try (InputStream in = Files.newInputStream(file)) {
                byte[] buffer = new byte[BUFFER];
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    hasher.update(buffer, 0, count);
                }
            }
            return new Digest(this, HexFormat.of().formatHex(hasher.digest()));
        }

        private MessageDigest hasher() {
            try {
                return MessageDigest.getInstance(name);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java platform has " + name + "; this one has not", e);
            }
        }
    }
}
