package io.chutes.template.torch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes a {@code .safetensors} file of {@link DType#F32} tensors: for models that are made, not fetched. */
public final class SafetensorsWriter {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {}

    /** Writes tensors by their names, in the order of the map. */
    public static void write(Path file, Map<String, Value.Floats> tensors) throws IOException {
        ObjectNode header = MAPPER.createObjectNode();
        long offset = 0;
        for (Map.Entry<String, Value.Floats> tensor : tensors.entrySet()) {
            ObjectNode said = header.putObject(tensor.getKey()).put("dtype", DType.F32.name());
            said.putPOJO("shape", tensor.getValue().shape());
            long begin = offset;
            offset += (long) tensor.getValue().values().length * Float.BYTES;
            said.putPOJO("data_offsets", new long[] {begin, offset});
        }
        String json = MAPPER.writeValueAsString(header);
        byte[] padded = (json + " ".repeat(-json.getBytes(UTF_8).length & (ALIGNMENT - 1))).getBytes(UTF_8);
        try (OutputStream out = Files.newOutputStream(file)) {
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            out.write(length.putLong(padded.length).array());
            out.write(padded);
            for (Value.Floats tensor : tensors.values()) {
                ByteBuffer bytes = ByteBuffer.allocate(tensor.values().length * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(tensor.values());
                out.write(bytes.array());
            }
        }
    }
}
