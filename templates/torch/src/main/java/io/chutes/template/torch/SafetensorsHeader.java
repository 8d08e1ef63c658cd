package io.chutes.template.torch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The beginning of a {@code .safetensors} file, held against the format before anything of it is believed. */
final class SafetensorsHeader {
    private static final int PREFIX = Long.BYTES;
    private static final long LONGEST = 100_000_000;
    private static final String METADATA = "__metadata__";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;
    private final long data;
    private final long end;

    private SafetensorsHeader(Path file, long data, long end) {
        this.file = file;
        this.data = data;
        this.end = end;
    }

    /** All tensors of a file, in the order of their bytes, which they fill without gap or overlap. */
    static List<TensorInfo> read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ModelException("there is no %s in %s".formatted(file.getFileName(), file.getParent()));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            long length = size < PREFIX ? -1 : bytes(channel, 0, PREFIX).getLong();
            if (length < 0 || length > LONGEST || length > size - PREFIX) {
                throw new ModelException(
                        "%s is no safetensors file, or is cut off: of %d bytes, its header would take %s"
                                .formatted(file.getFileName(), size, length < 0 ? "more" : Long.toString(length)));
            }
            String json = UTF_8.decode(bytes(channel, PREFIX, (int) length)).toString();
            return new SafetensorsHeader(file, PREFIX + length, size).tensors(json);
        } catch (IOException e) {
            throw new ModelException("cannot read %s: %s".formatted(file.getFileName(), e.getMessage()), e);
        }
    }

    private static ByteBuffer bytes(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {}
        return buffer.flip();
    }

    private List<TensorInfo> tensors(String json) {
        JsonNode header;
        try {
            header = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw fault("its header is no JSON: " + e.getOriginalMessage());
        }
        List<TensorInfo> tensors = new ArrayList<>();
        header.properties().stream()
                .filter(entry -> !entry.getKey().equals(METADATA))
                .forEach(entry -> tensors.add(tensor(entry.getKey(), entry.getValue())));
        tensors.sort(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::length));
        long next = data;
        for (TensorInfo tensor : tensors) {
            if (tensor.begin() != next) {
                throw new ModelException("%s %s the one before it"
                        .formatted(tensor.place(), tensor.begin() < next ? "overlaps" : "leaves a gap after"));
            }
            next += tensor.length();
        }
        if (next != end) {
            throw fault("its tensors end at byte %d, the file at %d".formatted(next, end));
        }
        return tensors;
    }

    private TensorInfo tensor(String name, JsonNode said) {
        String typeName = said.path("dtype").asText();
        DType type = DType.named(typeName)
                .orElseThrow(() -> fault(
                        "tensor %s has the dtype '%s', which is none of %s".formatted(name, typeName, DType.known())));
        List<Long> shape = new ArrayList<>();
        for (JsonNode size : said.path("shape")) {
            if (!size.isIntegralNumber() || size.longValue() < 0) {
                throw fault("tensor %s has the shape %s".formatted(name, said.path("shape")));
            }
            shape.add(size.longValue());
        }
        JsonNode offsets = said.path("data_offsets");
        long begin = offsets.path(0).asLong(-1);
        long length = offsets.path(1).asLong(-1) - begin;
        if (begin < 0 || length < 0 || length > end - data - begin) {
            throw fault("tensor %s has the data_offsets %s, of %d bytes".formatted(name, offsets, end - data));
        }
        if (length != bytes(name, type, shape)) {
            throw fault("tensor %s of shape %s in %s has %d bytes".formatted(name, shape, type, length));
        }
        return new TensorInfo(name, type, shape, file, data + begin, length);
    }

    private long bytes(String name, DType type, List<Long> shape) {
        try {
            return shape.stream().reduce((long) type.bytes(), Math::multiplyExact);
        } catch (ArithmeticException e) {
            throw fault("tensor %s has the shape %s".formatted(name, shape));
        }
    }

    private ModelException fault(String what) {
        return new ModelException("%s: %s".formatted(file.getFileName(), what));
    }
}
