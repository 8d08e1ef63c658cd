package io.chutes.platform.server.chute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.server.web.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageNameTest {
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    @Test
    void takesAnImageApart() {
        ImageName image = ImageName.parse("alice/models/hello@" + DIGEST);

        assertThat(image).isEqualTo(new ImageName("alice", "alice/models/hello", DIGEST));
        assertThat(image).hasToString("alice/models/hello@" + DIGEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "alice/hello", "alice/hello:latest", "alice@sha256:", "alice/../bob/x", "/x"})
    void refusesAnythingElse(String image) {
        assertThatThrownBy(() -> ImageName.parse(image))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("'" + image + "'");
    }
}
