package io.chutes.platform.server.image;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chutes.platform.server.image.ImageManifest.Descriptor;
import io.chutes.platform.server.image.ImageManifest.Referral;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads manifests strictly: a document that two readers could take for two things is neither. */
final class ManifestReader {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private ManifestReader() {}

    /**
     * Reads a manifest.
     *
     * @param contentType how it was sent; without it, the document must say what it is
     */
    static ImageManifest read(byte[] content, @Nullable String contentType) {
        Document document = parse(content);
        MediaType type = type(document.mediaType, contentType);
        if (document.schemaVersion == null || document.schemaVersion != 2) {
            throw invalid("schemaVersion must be 2, got " + document.schemaVersion);
        }
        return switch (type) {
            case OCI_IMAGE, DOCKER_IMAGE -> image(type, document);
            case OCI_INDEX, DOCKER_LIST -> index(type, document);
        };
    }

    private static Document parse(byte[] content) {
        try {
            Document document = MAPPER.readValue(content, Document.class);
            if (document == null) {
                throw invalid("a manifest must be a JSON object, got null");
            }
            return document;
        } catch (IOException e) {
            throw invalid("it is not the JSON of one: "
                    + RegistryPath.shortened(
                            String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
        }
    }

    private static MediaType type(@Nullable String inside, @Nullable String contentType) {
        if (contentType == null) {
            if (inside == null) {
                throw invalid("neither Content-Type nor mediaType says what it is");
            }
            return MediaType.parse(inside);
        }
        String sent = contentType.split(";", 2)[0].strip();
        if (inside != null && !inside.equals(sent)) {
            throw invalid("its mediaType is '" + RegistryPath.shortened(inside) + "', but it was sent as '"
                    + RegistryPath.shortened(sent) + "'");
        }
        return MediaType.parse(sent);
    }

    private static ImageManifest image(MediaType type, Document document) {
        if (document.manifests != null) {
            throw invalid("an image has no 'manifests'; an index has");
        }
        if (document.config == null || document.layers == null) {
            throw invalid("an image needs 'config' and 'layers'");
        }
        return new ImageManifest.Image(
                type,
                descriptor(document.config),
                descriptors(document.layers),
                referral(document, document.config.mediaType));
    }

    private static ImageManifest index(MediaType type, Document document) {
        if (document.config != null || document.layers != null) {
            throw invalid("an index has neither 'config' nor 'layers'; an image has");
        }
        if (document.manifests == null) {
            throw invalid("an index needs 'manifests'");
        }
        return new ImageManifest.Index(type, descriptors(document.manifests), referral(document, null));
    }

    /** The type of an image's configuration stands in for the type that it does not give itself. */
    private static @Nullable Referral referral(Document document, @Nullable String configType) {
        if (document.subject == null) {
            return null;
        }
        String artifactType =
                document.artifactType == null || document.artifactType.isEmpty() ? configType : document.artifactType;
        return new Referral(
                descriptor(document.subject).digest(),
                artifactType,
                document.annotations == null ? Map.of() : document.annotations);
    }

    private static List<Descriptor> descriptors(List<@Nullable RawDescriptor> raw) {
        return raw.stream().map(ManifestReader::descriptor).toList();
    }

    private static Descriptor descriptor(@Nullable RawDescriptor raw) {
        if (raw == null || raw.mediaType == null || raw.digest == null || raw.size == null || raw.size < 0) {
            throw invalid("each descriptor needs a mediaType, a digest and a size of 0 or more; got " + raw);
        }
        return new Descriptor(Digest.parse(raw.digest), raw.size);
    }

    private static RegistryException invalid(String why) {
        return new RegistryException(ErrorCode.MANIFEST_INVALID, "This manifest cannot be kept: " + why);
    }

    /** The parts of the JSON that matter here; all others are kept as they are, in the blob. */
    private record Document(
            @Nullable Integer schemaVersion,
            @Nullable String mediaType,
            @Nullable RawDescriptor config,
            @Nullable List<@Nullable RawDescriptor> layers,
            @Nullable List<@Nullable RawDescriptor> manifests,
            @Nullable RawDescriptor subject,
            @Nullable String artifactType,
            @Nullable Map<String, String> annotations) {}

    /** A descriptor as it was sent. */
    private record RawDescriptor(
            @Nullable String mediaType,
            @Nullable String digest,
            @Nullable Long size) {}
}
