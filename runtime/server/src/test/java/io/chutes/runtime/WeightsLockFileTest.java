package io.chutes.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsLockFileTest {
    @Test
    void namesTheFileThatTheLockHasOtherwise(@TempDir Path folder) throws IOException {
        Path lock = Files.writeString(folder.resolve("weights.lock.json"), """
                {"schema": 1, "weights": [{"field": "model", "repo": "hf://a/b", "revision": "0", "files": [
                  {"path": "config.json", "size": 2, "digest": "…"}, {"path": "onnx/model.onnx", "size": 5, "digest": "…"}]}]}
                """);
        Path model = Files.createDirectories(folder.resolve("model/onnx")).resolve("model.onnx");
        Files.writeString(folder.resolve("model/config.json"), "{}");

        assertThatThrownBy(() -> WeightsLockFile.check(lock, "model", folder.resolve("model")))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("field model")
                .hasMessageContaining("there is no " + model);

        Files.writeString(model, "other bytes");
        assertThatThrownBy(() -> WeightsLockFile.check(lock, "model", folder.resolve("model")))
                .hasMessageContaining(model + " has 11 bytes, and should have 5");

        Files.writeString(model, "these");
        WeightsLockFile.check(lock, "model", folder.resolve("model"));
        WeightsLockFile.check(folder.resolve("none"), "model", folder);
    }
}
