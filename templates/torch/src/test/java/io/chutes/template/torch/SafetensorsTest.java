package io.chutes.template.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    @TempDir
    Path folder;

    @Test
    void readsBackWhatTheWriterWrote() throws IOException {
        Map<String, Value.Floats> tensors = new LinkedHashMap<>();
        tensors.put("b", new Value.Floats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
        tensors.put("a", new Value.Floats(new float[] {-1.5f}, 1));

        SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors);

        try (Safetensors weights = Safetensors.open(folder)) {
            TensorInfo b = weights.require("b", 2, 3);
            var values = new float[6];
            weights.bytes(b).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
            assertThat(values).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(b.begin() % 8).isZero();
            assertThat(weights.find("a")).map(TensorInfo::shape).contains(List.of(1L));
            assertThat(weights.find("c")).isEmpty();
            assertThatThrownBy(() -> weights.require("c", 1)).hasMessageEndingWith("has no tensor c");
            assertThatThrownBy(() -> weights.require("b", 3, 2))
                    .hasMessage("tensor b in model.safetensors must have the shape [3, 2], has [2, 3]");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'a': {'dtype': 'F8', 'shape': [4], 'data_offsets': [0, 8]}} | tensor a has the dtype 'F8', which is none of F32, F16, BF16, I64",
                "{'a': {'dtype': 'F32', 'shape': [4], 'data_offsets': [0, 8]}} | tensor a of shape [4] in F32 has 8 bytes",
                "{'a': {'dtype': 'F32', 'shape': [-2], 'data_offsets': [0, 8]}} | tensor a has the shape [-2]",
                "{'a': {'dtype': 'F32', 'shape': [4611686018427387904, 4], 'data_offsets': [0, 8]}} | tensor a has the shape [4611686018427387904, 4]",
                "{'a': {'dtype': 'F32', 'shape': [4], 'data_offsets': [0, 16]}} | tensor a has the data_offsets [0,16], of 8 bytes",
                "{'a': {'dtype': 'F32', 'shape': [2], 'data_offsets': [8, 0]}} | tensor a has the data_offsets [8,0], of 8 bytes",
                "{'a': {'dtype': 'F32', 'shape': [1], 'data_offsets': [0, 4]}, 'b': {'dtype': 'F32', 'shape': [1], 'data_offsets': [2, 6]}} | tensor b in model.safetensors overlaps the one before it",
                "{'a': {'dtype': 'F32', 'shape': [1], 'data_offsets': [4, 8]}} | tensor a in model.safetensors leaves a gap after the one before it",
                "{'a': {'dtype': 'F32', 'shape': [1], 'data_offsets': [0, 4]}} | its tensors end at byte",
                "{'a': 1, 'a': 2} | its header is no JSON: Duplicate field 'a'",
                "{'a': | its header is no JSON",
            })
    void refusesAHeaderThatIsNotTheFormats(String header, String why) throws IOException {
        new Folder(folder).write("model.safetensors", header.replace('\'', '"'), new byte[8]);

        assertThatThrownBy(() -> Safetensors.open(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("model.safetensors")
                .hasMessageContaining(why);
    }

    @Test
    void refusesAFileThatIsMissingOrCutOff() throws IOException {
        Path file = folder.resolve("model.safetensors");

        assertThatThrownBy(() -> Safetensors.open(folder)).hasMessageContaining("there is no model.safetensors in");

        Files.write(file, new byte[7]);
        assertThatThrownBy(() -> Safetensors.open(folder)).hasMessageContaining("cut off");

        Files.write(file, new byte[] {99, 0, 0, 0, 0, 0, 0, 0, '{'});
        assertThatThrownBy(() -> Safetensors.open(folder)).hasMessageContaining("its header would take 99");
    }

    @Test
    void readsWeightsInParts() throws IOException {
        SafetensorsWriter.write(folder.resolve("1.safetensors"), Map.of("a", new Value.Floats(new float[] {1}, 1)));
        SafetensorsWriter.write(folder.resolve("2.safetensors"), Map.of("b", new Value.Floats(new float[] {2}, 1)));
        index("{'weight_map': {'a': '1.safetensors', 'b': '2.safetensors'}}");

        try (Safetensors weights = Safetensors.open(folder)) {
            assertThat(weights.require("b", 1).file()).hasFileName("2.safetensors");
            assertThat(weights.bytes(weights.require("a", 1)).remaining()).isEqualTo(4);
        }

        index("{'weight_map': {'a': '1.safetensors', 'b': '2.safetensors', 'c': '2.safetensors'}}");
        assertThatThrownBy(() -> Safetensors.open(folder)).hasMessageContaining("places tensor c in 2.safetensors");
        index("{'weight_map': {'a': '1.safetensors', 'c': '2.safetensors'}}");
        assertThatThrownBy(() -> Safetensors.open(folder))
                .hasMessageContaining("does not place tensor b in 2.safetensors");
        index("{'weight_map': {'a': '../1.safetensors'}}");
        assertThatThrownBy(() -> Safetensors.open(folder)).hasMessageContaining("which is no file beside it");
        index("{'weight_map': {'a': '3.safetensors'}}");
        assertThatThrownBy(() -> Safetensors.open(folder)).hasMessageContaining("there is no 3.safetensors");
    }

    private void index(String json) throws IOException {
        Files.writeString(folder.resolve("model.safetensors.index.json"), json.replace('\'', '"'));
    }
}
