package io.chutes.platform.node.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.node.NodeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image's manifest and configuration (OCI Image Specification 1.1).
 *
 * @param layers from the lowest up
 * @param config the image's configuration document
 */
record OciImage(List<Layer> layers, JsonNode config) {
    OciImage {
        layers = List.copyOf(layers);
    }

    static OciImage of(JsonNode manifest, JsonNode config) {
        return new OciImage(layers(manifest), config);
    }

    static List<Layer> layers(JsonNode manifest) {
        List<Layer> layers = new ArrayList<>();
        for (JsonNode layer : manifest.path("layers")) {
            layers.add(new Layer(
                    layer.path("digest").asText(), layer.path("mediaType").asText()));
        }
        return layers;
    }

    Map<String, String> labels() {
        Map<String, String> labels = new HashMap<>();
        config.path("config")
                .path("Labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }

    /** What it is made for, unless it does not say. */
    Optional<ImagePlatform> platform() {
        String os = config.path("os").asText();
        String architecture = config.path("architecture").asText();
        return os.isEmpty() || architecture.isEmpty()
                ? Optional.empty()
                : Optional.of(new ImagePlatform(os, architecture));
    }

    UnpackedImage at(Path root) {
        JsonNode run = config.path("config");
        List<String> command = new ArrayList<>(texts(run.path("Entrypoint")));
        command.addAll(texts(run.path("Cmd")));
        Map<String, String> environment = new HashMap<>();
        for (String variable : texts(run.path("Env"))) {
            int equals = variable.indexOf('=');
            if (equals > 0) {
                environment.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return new UnpackedImage(
                root, command, environment, run.path("WorkingDir").asText("/"));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    /** A part of the image's files. */
    record Layer(String digest, String mediaType) {
        String hex() {
            return RegistryClient.hex(digest);
        }

        boolean isCompressed() {
            if (mediaType.endsWith("gzip")) {
                return true;
            }
            if (mediaType.endsWith("tar")) {
                return false;
            }
            throw new NodeException("A layer is of type %s; known are tar and tar+gzip".formatted(mediaType));
        }
    }
}
