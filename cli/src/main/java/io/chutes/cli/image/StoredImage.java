package io.chutes.cli.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.RegistryException;
import io.chutes.cli.project.BuildException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** An image as it is kept somewhere: its configuration, and its layers by the names that the build gave them. */
public final class StoredImage implements AutoCloseable {
    private static final int GZIP = 0x1f;

    private final Blobs blobs;
    private final JsonNode config;
    private final List<Layer> layers;

    /**
     * A layer.
     *
     * @param name what the build called it; its number from 1 if that is no name of its own
     * @param digest of the layer as it is kept, mostly compressed
     * @param size of it as it is kept, in bytes
     */
    public record Layer(String name, String digest, long size) {}

    /** Opens an image; the message of a failure names the image. */
    public static StoredImage open(ImageSource source) {
        try {
            Blobs blobs =
                    switch (source) {
                        case ImageSource.Registry(var reference, var account) -> RegistryBlobs.open(reference, account);
                        case ImageSource.TarFile(var path) -> TarBlobs.open(path);
                    };
            try {
                return new StoredImage(blobs);
            } catch (IOException | RuntimeException e) {
                blobs.close();
                throw e;
            }
        } catch (IOException | RegistryException | InvalidImageReferenceException e) {
            throw new BuildException(
                    "Could not read the image %s: %s"
                            .formatted(
                                    switch (source) {
                                        case ImageSource.Registry registry -> registry.reference();
                                        case ImageSource.TarFile tar -> tar.path();
                                    },
                                    e.getMessage()),
                    e);
        }
    }

    private StoredImage(Blobs blobs) throws IOException {
        this.blobs = blobs;
        try (InputStream text = blobs.open(blobs.manifest().at("/config/digest").asText())) {
            this.config = new JsonMapper().readTree(text);
        }
        this.layers = layers(blobs.manifest(), config);
    }

    private static List<Layer> layers(JsonNode manifest, JsonNode config) {
        List<String> names = new ArrayList<>();
        for (JsonNode step : config.path("history")) {
            if (!step.path("empty_layer").asBoolean()) {
                names.add(step.path("comment").asText());
            }
        }
        List<Layer> layers = new ArrayList<>();
        for (JsonNode layer : manifest.path("layers")) {
            int at = layers.size();
            String name = at < names.size() ? names.get(at) : "";
            boolean distinct = !name.isEmpty() && names.indexOf(name) == names.lastIndexOf(name);
            layers.add(new Layer(
                    distinct ? name : Integer.toString(at + 1),
                    layer.path("digest").asText(),
                    layer.path("size").asLong()));
        }
        return List.copyOf(layers);
    }

    /** Of the manifest: what deployments name. */
    public String digest() {
        return blobs.digest();
    }

    /** What OCI calls the image configuration. */
    public JsonNode config() {
        return config;
    }

    /** The lowest first. */
    public List<Layer> layers() {
        return layers;
    }

    /** Of what the image's AOT cache was made; empty for none. */
    public String aotInputs() {
        return config.at("/config/Labels").path(ImageBuilder.AOT_LABEL).asText();
    }

    /** The tar file that is a layer. */
    public InputStream open(Layer layer) throws IOException {
        var content = new BufferedInputStream(blobs.open(layer.digest()));
        content.mark(1);
        int first = content.read();
        content.reset();
        return first == GZIP ? new GZIPInputStream(content) : content;
    }

    @Override
    public void close() throws IOException {
        blobs.close();
    }
}
