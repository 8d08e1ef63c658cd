package io.chutes.platform.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ManifestJsonTest {
    @Test
    void readsBackWhatItWrites() {
        var gpu = new Hardware.Gpu(2, 24, Set.of("L4", "A10"), Set.of("H100"), new BigDecimal("0.40"));
        var manifest = new Manifest(
                Manifest.SCHEMA,
                "hello",
                "com.example.Hello",
                "com.example.HelloRoutes",
                "says \"hi\"",
                gpu,
                new ImageSpec(null),
                List.of(new EndpointSpec("hi", "GET", "/hi", "", "text/plain", null, null)),
                "1.0");

        assertThat(ManifestJson.read(ManifestJson.write(manifest))).isEqualTo(manifest);
    }

    @Test
    void keepsReadingTheFirstSchemaAndWritesItByteForByte() throws IOException {
        String golden = resource("manifest-v1.json");

        assertThat(ManifestJson.write(ManifestJson.read(golden))).isEqualTo(golden);
    }

    @Test
    void saysWhatItCannotRead() throws IOException {
        String golden = resource("manifest-v1.json");

        assertUnreadable("not json", "Unrecognized token");
        assertUnreadable(golden.replace("\"schema\": 1", "\"schema\": 2"), "schema must be 1, got 2");
        assertUnreadable(golden.replace("\"kind\": \"gpu\"", "\"kind\": \"tpu\""), "tpu");
        assertUnreadable(golden.replace("\"name\": \"hello\",", ""), "name");
        assertUnreadable(golden.replace("\"tagline\"", "\"tag\": 1, \"tagline\""), "tag");
    }

    private static void assertUnreadable(String json, String why) {
        assertThatThrownBy(() -> ManifestJson.read(json))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining(why);
    }

    private static String resource(String name) throws IOException {
        try (var in = ManifestJsonTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
