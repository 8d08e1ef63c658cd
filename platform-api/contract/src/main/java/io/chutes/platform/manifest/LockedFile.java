package io.chutes.platform.manifest;

import java.util.regex.Pattern;

/**
 * One file of a model.
 *
 * @param path from the top of its repository, such as {@code onnx/model.onnx}
 * @param size in bytes
 * @param digest {@code sha256:<64 hex>}, or {@code gitoid:blob:sha1:<40 hex>} for a file that Git itself keeps
 */
public record LockedFile(String path, long size, String digest) {
    /** Of the SHA-256 sum of the content. */
    public static final String SHA256 = "sha256:";

    /** Of Git's own name for the content, which its length goes into. */
    public static final String GIT_BLOB = "gitoid:blob:sha1:";

    private static final Pattern DIGEST = Pattern.compile(SHA256 + "[0-9a-f]{64}|" + GIT_BLOB + "[0-9a-f]{40}");
    private static final Pattern PATH = Pattern.compile("(?!\\.{1,2}(/|$))[^/\\\\\\p{Cntrl}]+");

    public LockedFile {
        for (String step : path.split("/", -1)) {
            if (!PATH.matcher(step).matches()) {
                throw new ManifestException("'%s' is no path of a file within a repository".formatted(path));
            }
        }
        if (size < 0) {
            throw new ManifestException("The size of %s is %d".formatted(path, size));
        }
        if (!DIGEST.matcher(digest).matches()) {
            throw new ManifestException("The digest of %s must be %s<64 hex> or %s<40 hex>, got '%s'"
                    .formatted(path, SHA256, GIT_BLOB, digest));
        }
    }
}
