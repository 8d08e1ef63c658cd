package io.chutes.template.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptModuleTest {
    private static final int CALLS = 10_000;
    private static final long FLAT_KIB = 16 << 10;

    @TempDir
    Path folder;

    @Test
    void runsSourceOnTheMappedWeights() throws IOException {
        try (ScriptModule affine = affine()) {
            var y = (Value.Floats) affine.call("forward", new Value.Floats(new float[] {1, 2, 3}, 1, 3))
                    .getFirst();

            assertThat(y.values()).containsExactly((1 + 2 * 2 + 3 * 3 + 10) * 3, (4 + 5 * 2 + 6 * 3 + 20) * 3);
            assertThat(y.shape()).containsExactly(1, 2);
            List<Value> types = affine.call("types");
            assertThat(types.subList(0, 4))
                    .containsExactly(
                            new Value.Whole(DType.F32.code()),
                            new Value.Whole(1),
                            new Value.Real(1.5),
                            new Value.Flag(true));
            assertThat(((Value.Longs) types.get(4)).values()).containsExactly(7, 8);
        }
    }

    @Test
    void bindsWeightsWithoutCopyingThem() throws IOException {
        try (ScriptModule affine = affine()) {
            Path file = folder.resolve("model.safetensors");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                ByteBuffer bias = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
                channel.write(bias.putFloat(100).putFloat(200).flip(), channel.size() - 8);
            }

            var y = (Value.Floats) affine.call("forward", new Value.Floats(new float[] {1, 2, 3}, 1, 3))
                    .getFirst();

            assertThat(y.values()).containsExactly((1 + 2 * 2 + 3 * 3 + 100) * 3, (4 + 5 * 2 + 6 * 3 + 200) * 3);
        }
        assertThat(Files.readAllLines(Path.of("/proc/self/maps"))).noneMatch(line -> line.contains(folder.toString()));
    }

    @Test
    void takesNumbersOfSixteenBitsWhichBeginAnywhere() throws IOException {
        new Folder(folder)
                .write(
                        "model.safetensors",
                        "{\"a\":{\"dtype\":\"BF16\",\"shape\":[1,2],\"data_offsets\":[0,4]}}",
                        new byte[] {(byte) 0x80, 0x3f, 0x00, (byte) 0xc0});
        Safetensors weights = Safetensors.open(folder);
        assertThat(weights.require("a", 1, 2).begin() % 2).isOne();
        try (ScriptModule module = Torch.get().load(getClass(), "affine.py")) {
            module.bind(weights, List.of(weights.require("a", 1, 2)), new Value.Real(1), new Value.Flag(false));

            assertThat(module.call("types").getFirst()).isEqualTo(new Value.Whole(DType.BF16.code()));
            assertThat(((Value.Floats) module.call("widened").getFirst()).values())
                    .containsExactly(1, -2);
        }
    }

    @Test
    void keepsNoNativeMemoryOfItsCalls() throws IOException {
        try (ScriptModule affine = affine()) {
            var input = new Value.Floats(new float[3 * 64], 64, 3);
            for (int i = 0; i < CALLS; i++) {
                affine.call("forward", input);
            }
            int arrays = affine.arraysHeld();
            long before = residentKib();

            for (int i = 0; i < CALLS; i++) {
                affine.call("forward", input);
            }

            assertThat(affine.arraysHeld()).isEqualTo(arrays);
            assertThat(residentKib() - before).isLessThan(FLAT_KIB);
        }
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        Torch torch = Torch.get();
        assertThatThrownBy(() ->
                        torch.load("bad.py", "class Bad(Module):\n  def f(self) -> int:\n    return torch.no()\n"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("bad.py is no TorchScript")
                .hasMessageContaining("Unknown builtin op: aten::no");
        assertThatThrownBy(() -> torch.load("bad.py", "def f(): pass")).hasMessageContaining("class Name(Module):");
        ScriptModule affine = affine();
        assertThatThrownBy(() -> affine.call("forward", new Value.Floats(new float[5], 1, 5)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("mat1 and mat2 shapes cannot be multiplied");
        assertThatThrownBy(() -> new Value.Floats(new float[5], 2, 5)).hasMessageContaining("[2, 5] has not 5 values");
        affine.close();
        affine.close();
        assertThatThrownBy(() -> affine.call("types")).hasMessage("affine.py is closed");
    }

    @Test
    void packsLinearLayersOnThisKindOfProcessor() {
        assertThat(Torch.get().packs(DType.F32)).isTrue();
        assertThat(Torch.get().packs(DType.F16)).isFalse();
        assertThat(Torch.get().computedIn(DType.BF16)).isEqualTo(DType.F32);
        assertThat(Torch.get()).isSameAs(Torch.get());
    }

    private ScriptModule affine() throws IOException {
        Map<String, Value.Floats> tensors = new LinkedHashMap<>();
        tensors.put("w", new Value.Floats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
        tensors.put("b", new Value.Floats(new float[] {10, 20}, 2));
        SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors);
        Safetensors weights = Safetensors.open(folder);
        ScriptModule affine = Torch.get().load(getClass(), "affine.py");
        affine.bind(
                weights,
                List.of(weights.require("w", 2, 3), weights.require("b", 2)),
                new Value.Real(1.5),
                new Value.Flag(true));
        return affine;
    }

    private static long residentKib() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
