package io.chutes.template.torch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of weights whose files a test writes byte by byte. */
record Folder(Path path) {
    Path write(String name, String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(UTF_8);
        ByteBuffer file =
                ByteBuffer.allocate(Long.BYTES + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        return Files.write(
                path.resolve(name),
                file.putLong(json.length).put(json).put(data).array());
    }
}
