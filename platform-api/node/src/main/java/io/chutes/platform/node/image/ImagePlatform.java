package io.chutes.platform.node.image;

import io.chutes.platform.node.NodeException;
import java.util.Locale;

/**
 * What an image is made for, in the words of OCI.
 *
 * @param os such as {@code linux}
 * @param architecture such as {@code amd64}
 */
public record ImagePlatform(String os, String architecture) {
    /** That of this process. */
    static ImagePlatform ofThisHost() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String architecture = System.getProperty("os.arch");
        return new ImagePlatform(
                os.startsWith("mac") ? "darwin" : os,
                switch (architecture) {
                    case "x86_64" -> "amd64";
                    case "aarch64" -> "arm64";
                    default -> architecture;
                });
    }

    /** Refuses an image that is made for another one. */
    public void require(ImagePlatform made, String image) {
        if (!equals(made)) {
            throw new NodeException("The image %s is made for %s, and this node runs %s: build it on such a machine"
                    .formatted(image, made, this));
        }
    }

    @Override
    public String toString() {
        return os + "/" + architecture;
    }
}
