package io.chutes.platform.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.manifest.LockedFile;
import io.chutes.platform.manifest.LockedWeights;
import io.chutes.platform.manifest.WeightsLock;
import io.chutes.platform.manifest.WeightsSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListingTest {
    private final TestHub hub = new TestHub()
            .with("config.json", "hello\n".getBytes(StandardCharsets.UTF_8))
            .with("model.safetensors", 5000)
            .with("onnx/model.onnx", 2000)
            .with("onnx/a file & more.json", 10);

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void locksEachFileOfEachPage() throws Exception {
        LockedWeights locked = lock(hub.inPagesOf(2), List.of(), List.of());

        assertThat(locked).isEqualTo(hub.lock());
        assertThat(locked.files().getFirst())
                .as("Git's own name for this content")
                .isEqualTo(
                        new LockedFile("config.json", 6, "gitoid:blob:sha1:ce013625030ba8dba906f756967f9e9ca394464a"));
        WeightsLock lock = new WeightsLock(List.of(locked));
        assertThat(WeightsLock.read(lock.json())).isEqualTo(lock);
    }

    @Test
    void takesWhatThePatternsTake() throws Exception {
        assertThat(lock(hub, List.of("*.json", "onnx/**"), List.of("**.onnx")).files())
                .extracting(LockedFile::path)
                .containsExactly("config.json", "onnx/a file & more.json");
        assertThatThrownBy(() -> lock(hub, List.of("*.gguf"), List.of()))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("*.gguf")
                .hasMessageContaining("4 files");
        assertThatThrownBy(() -> lock(hub, List.of("[a"), List.of())).hasMessageContaining("'[a'");
    }

    @Test
    void saysWhatTheHubRefuses() {
        var unknown = new WeightsSpec("model", TestHub.REPO, "f".repeat(40), List.of(), List.of());

        assertThatThrownBy(() -> new Listing(hub.asAnybody(), WeightsCacheTest.QUICK).lock(unknown))
                .hasMessageContaining(TestHub.REPO + " at " + "f".repeat(40))
                .hasMessageContaining("404");
        assertThatThrownBy(() -> lock(hub.onlyFor("hf_right"), List.of(), List.of()))
                .hasMessageContaining("401")
                .hasMessageContaining(Hub.TOKEN);
    }

    @Test
    void refusesPathsThatLeadElsewhere() {
        hub.with("../../etc/passwd", 10);

        assertThatThrownBy(() -> lock(hub, List.of(), List.of())).hasMessageContaining("'../../etc/passwd'");
    }

    @Test
    void isConfiguredByTheEcosystemsVariables() {
        assertThat(Hub.of(Map.of())).isEmpty();
        assertThat(Hub.of(Map.of(Hub.ENDPOINT, "https://hub.test/mirror/", Hub.TOKEN, "hf_x")))
                .hasValueSatisfying(it -> assertThat(it).hasToString("https://hub.test/mirror"));
        assertThatThrownBy(() -> Hub.of(Map.of(Hub.ENDPOINT, "hub.test")))
                .hasMessageContaining("HF_ENDPOINT", "'hub.test'");
    }

    private static LockedWeights lock(TestHub hub, List<String> include, List<String> exclude)
            throws InterruptedException {
        return new Listing(hub.asAnybody(), WeightsCacheTest.QUICK)
                .lock(new WeightsSpec("model", TestHub.REPO, TestHub.REVISION, include, exclude));
    }
}
