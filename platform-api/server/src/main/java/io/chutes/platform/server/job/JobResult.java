package io.chutes.platform.server.job;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.chutes.platform.api.PlatformJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The result within what an instance answers: its bytes as they stand there, so that no number is written in another way. */
final class JobResult {
    /** The largest that is kept, in bytes. */
    static final int LARGEST = 4 * 1024 * 1024;

    private JobResult() {}

    /** The member {@code result} of an object; empty if it has none. */
    static Optional<String> of(byte[] answer) throws IOException {
        try (JsonParser parser = PlatformJson.mapper().createParser(answer)) {
            parser.nextToken();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                int from = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                parser.finishToken();
                int to = (int) parser.currentLocation().getByteOffset();
                if (name.equals("result")) {
                    return value == JsonToken.VALUE_NULL
                            ? Optional.empty()
                            : Optional.of(new String(answer, from, to - from, StandardCharsets.UTF_8));
                }
            }
            return Optional.empty();
        }
    }
}
