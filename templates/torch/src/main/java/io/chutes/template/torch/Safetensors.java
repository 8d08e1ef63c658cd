package io.chutes.template.torch;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The weights in a folder, {@code model.safetensors} or the parts that {@code model.safetensors.index.json} lists: mapped into memory, not
 * read, until closed.
 */
public final class Safetensors implements AutoCloseable {
    private final Path folder;
    private final Map<String, TensorInfo> tensors;
    private final Map<Path, MemorySegment> files = new HashMap<>();
    private final Arena arena = Arena.ofShared();

    private Safetensors(Path folder, Map<String, TensorInfo> tensors) {
        this.folder = folder;
        this.tensors = tensors;
    }

    /**
     * Reads what tensors there are, and maps the files.
     *
     * @throws ModelException if a file is missing or is not what the format says, naming it and the tensor
     */
    public static Safetensors open(Path folder) {
        Map<String, TensorInfo> tensors = new HashMap<>();
        List<Path> files = new ArrayList<>();
        Path index = folder.resolve("model.safetensors.index.json");
        if (Files.exists(index)) {
            var parts = SafetensorsIndex.read(index);
            for (Path file : parts.files()) {
                files.add(file);
                parts.take(SafetensorsHeader.read(file), file, tensors);
            }
            parts.checkComplete(tensors);
        } else {
            Path file = folder.resolve("model.safetensors");
            files.add(file);
            SafetensorsHeader.read(file).forEach(tensor -> tensors.put(tensor.name(), tensor));
        }
        var weights = new Safetensors(folder, Map.copyOf(tensors));
        try {
            for (Path file : files) {
                weights.map(file);
            }
            return weights;
        } catch (IOException | RuntimeException e) {
            weights.close();
            throw new ModelException("cannot map " + e.getMessage(), e);
        }
    }

    private void map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            files.put(file, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
        }
    }

    /** What tensors there are. */
    public Set<String> names() {
        return tensors.keySet();
    }

    /** The tensor of that name. */
    public Optional<TensorInfo> find(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /**
     * The tensor of that name, which must be there with that shape.
     *
     * @throws ModelException if it is not
     */
    public TensorInfo require(String name, long... shape) {
        TensorInfo tensor = find(name)
                .orElseThrow(() -> new ModelException("%s has no tensor %s".formatted(folder.getFileName(), name)));
        List<Long> expected = java.util.Arrays.stream(shape).boxed().toList();
        if (!tensor.shape().equals(expected)) {
            throw new ModelException(
                    "%s must have the shape %s, has %s".formatted(tensor.place(), expected, tensor.shape()));
        }
        if (tensor.type() == DType.I64) {
            throw new ModelException("%s must be of F32, F16 or BF16, is of I64".formatted(tensor.place()));
        }
        return tensor;
    }

    /** A tensor's bytes where they are mapped, or a copy of them where no number of its type may begin at that address. */
    ByteBuffer bytes(TensorInfo tensor) {
        if (tensor.length() > Integer.MAX_VALUE) {
            throw new ModelException(
                    "%s has %d bytes, more than one mapping holds (2 GiB)".formatted(tensor.place(), tensor.length()));
        }
        MemorySegment file = files.get(tensor.file());
        if (file == null) {
            throw new IllegalArgumentException(tensor.place() + " is not of these weights");
        }
        MemorySegment bytes = file.asSlice(tensor.begin(), tensor.length());
        int size = tensor.type().bytes();
        return bytes.address() % size == 0
                ? bytes.asByteBuffer()
                : arena.allocate(tensor.length(), size).copyFrom(bytes).asByteBuffer();
    }

    @Override
    public void close() {
        arena.close();
    }
}
