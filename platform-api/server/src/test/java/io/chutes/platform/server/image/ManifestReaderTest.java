package io.chutes.platform.server.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.chutes.platform.server.image.ImageManifest.Descriptor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ManifestReaderTest {
    private static final String HEX = "0123456789abcdef".repeat(4);
    private static final String PART = "{\"mediaType\":\"a/b\",\"digest\":\"sha256:" + HEX + "\",\"size\":3}";
    private static final Descriptor READ = new Descriptor(new Digest(HEX), 3);
    private static final String OCI = MediaType.OCI_IMAGE.text();

    @Test
    void readsAnImage() {
        String json = "{\"schemaVersion\":2,\"config\":" + PART + ",\"layers\":[" + PART + "],\"annotations\":{}}";

        assertThat(read(json, OCI)).isEqualTo(new ImageManifest.Image(MediaType.OCI_IMAGE, READ, List.of(READ), null));
        assertThat(read(json, OCI + "; charset=utf-8").type()).isEqualTo(MediaType.OCI_IMAGE);
    }

    @Test
    void readsAnIndexThatSaysItself() {
        String json = "{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.DOCKER_LIST.text() + "\",\"manifests\":["
                + PART + "]}";

        assertThat(read(json, null)).isEqualTo(new ImageManifest.Index(MediaType.DOCKER_LIST, List.of(READ), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "no json",
                "{\"schemaVersion\":2}",
                "{\"schemaVersion\":1,\"config\":PART,\"layers\":[]}",
                "{\"schemaVersion\":\"2\",\"config\":PART,\"layers\":[]}",
                "{\"config\":PART,\"layers\":[]}",
                "{\"schemaVersion\":2,\"config\":PART}",
                "{\"schemaVersion\":2,\"layers\":[PART]}",
                "{\"schemaVersion\":2,\"config\":PART,\"layers\":[null]}",
                "{\"schemaVersion\":2,\"config\":PART,\"layers\":[{}]}",
                "{\"schemaVersion\":2,\"config\":PART,\"layers\":[],\"manifests\":[PART]}",
                "{\"schemaVersion\":2,\"config\":PART,\"layers\":[],\"layers\":[PART]}",
                "{\"schemaVersion\":2,\"config\":PART,\"layers\":[]} {}",
                "{\"schemaVersion\":2,\"mediaType\":\"other\",\"config\":PART,\"layers\":[]}",
                "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"a\",\"digest\":\"sha256:HEX\",\"size\":-1},\"layers\":[]}",
                "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"a\",\"digest\":\"sha256:HEX\",\"size\":1.5},\"layers\":[]}",
            })
    void refusesADocumentThatIsNone(String json) {
        assertThat(code(json, OCI)).isEqualTo(ErrorCode.MANIFEST_INVALID);
    }

    @Test
    void refusesADigestOfAnotherAlgorithm() {
        String config = "{\"mediaType\":\"a\",\"digest\":\"sha512:00\",\"size\":1}";

        assertThat(code("{\"schemaVersion\":2,\"config\":" + config + ",\"layers\":[]}", OCI))
                .isEqualTo(ErrorCode.DIGEST_INVALID);
    }

    @Test
    void refusesAKindThatIsNotKept() {
        assertThat(code("{\"schemaVersion\":2,\"config\":PART,\"layers\":[]}", "application/json"))
                .isEqualTo(ErrorCode.MANIFEST_INVALID);
        assertThat(code("{\"schemaVersion\":2,\"config\":PART,\"layers\":[]}", null))
                .isEqualTo(ErrorCode.MANIFEST_INVALID);
    }

    @Test
    void refusesNestingThatWouldExhaustTheStack() {
        assertThat(code("{\"a\":" + "[".repeat(1_000_000), OCI)).isEqualTo(ErrorCode.MANIFEST_INVALID);
    }

    private static ErrorCode code(String json, @Nullable String type) {
        return catchThrowableOfType(RegistryException.class, () -> read(json, type))
                .body()
                .errors()
                .getFirst()
                .code();
    }

    private static ImageManifest read(String json, @Nullable String type) {
        return ManifestReader.read(
                json.replace("PART", PART).replace("HEX", HEX).getBytes(UTF_8), type);
    }
}
