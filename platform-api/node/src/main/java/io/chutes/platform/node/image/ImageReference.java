package io.chutes.platform.node.image;

import io.chutes.platform.node.NodeException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image by digest.
 *
 * @param repository its repository in the registry
 * @param hex its SHA-256, 64 hex digits
 */
record ImageReference(String repository, String hex) {
    private static final Pattern PATTERN = Pattern.compile("([a-z0-9/._-]+)@sha256:([0-9a-f]{64})");

    static ImageReference parse(String text) {
        Matcher matcher = PATTERN.matcher(text);
        if (!matcher.matches()) {
            throw new NodeException("An image is named as repository@sha256:<64 hex>, got '" + text + "'");
        }
        return new ImageReference(matcher.group(1), matcher.group(2));
    }

    String digest() {
        return digest(hex);
    }

    @Override
    public String toString() {
        return repository + "@" + digest();
    }

    static String digest(String hex) {
        return "sha256:" + hex;
    }
}
