package io.chutes.platform.node.image;

import io.chutes.platform.node.NodeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An image whose files lie on this host, to be read and not written.
 *
 * @param root where its root directory is
 * @param command its entry point and arguments
 * @param environment its own variables
 * @param workingDirectory where it starts, inside the image
 */
public record UnpackedImage(Path root, List<String> command, Map<String, String> environment, String workingDirectory) {
    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

    public UnpackedImage {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** A path of the image as a path of this host; refused if it leads out of the image. */
    public Path inside(String path) {
        Path place = root.resolve(path.replaceFirst("^/+", "")).normalize();
        if (!place.startsWith(root)) {
            throw new NodeException("The image names '%s', which is outside of it: refused".formatted(path));
        }
        return place;
    }

    /** The folders, inside the image, where it looks for programs. */
    public List<String> path() {
        return List.of(environment.getOrDefault("PATH", DEFAULT_PATH).split(":"));
    }
}
