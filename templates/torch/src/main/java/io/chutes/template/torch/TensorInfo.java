package io.chutes.template.torch;

import java.nio.file.Path;
import java.util.List;

/**
 * A tensor of a {@code .safetensors} file.
 *
 * @param file the file that holds it
 * @param begin its first byte, counted from the file's own first
 * @param length of its bytes
 */
public record TensorInfo(String name, DType type, List<Long> shape, Path file, long begin, long length) {
    public TensorInfo {
        shape = List.copyOf(shape);
    }

    /** Where an error is to be looked for. */
    String place() {
        return "tensor %s in %s".formatted(name, file.getFileName());
    }
}
