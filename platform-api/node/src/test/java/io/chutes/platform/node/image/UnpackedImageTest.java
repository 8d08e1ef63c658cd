package io.chutes.platform.node.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.node.NodeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnpackedImageTest {
    private final UnpackedImage image = new UnpackedImage(Path.of("/node/image"), List.of(), Map.of(), "/app");

    @Test
    void findsPathsInsideTheImage() {
        assertThat(image.inside("/app/run")).isEqualTo(Path.of("/node/image/app/run"));
        assertThat(image.inside("/app/../opt")).isEqualTo(Path.of("/node/image/opt"));
    }

    @Test
    void refusesPathsThatLeadOut() {
        assertThatThrownBy(() -> image.inside("/../../etc"))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("'/../../etc', which is outside");
        assertThatThrownBy(() -> image.inside("/../imagery")).isInstanceOf(NodeException.class);
    }
}
