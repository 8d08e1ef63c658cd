package io.chutes.platform.server.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.digest.Sha256;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Entity tags (RFC 9110 §8.8.3): made of the JSON of what an update may change. */
final class ETag {
    static final String HEADER = "ETag";
    static final String CONDITION = "If-Match";

    private static final int BYTES = 16;

    private ETag() {}

    static String of(Object value) {
        byte[] hash = Sha256.begin().digest(json(value));
        return "\"" + HexFormat.of().formatHex(hash, 0, BYTES) + "\"";
    }

    static void requireMatch(@Nullable String condition, Object current) {
        if (condition == null || condition.strip().equals("*")) {
            return;
        }
        String tag = of(current);
        if (Arrays.stream(condition.split(",", -1)).map(String::strip).noneMatch(tag::equals)) {
            throw ApiException.preconditionFailed(
                    "It has changed: its ETag is %s now, not %s. Get it again, and decide anew"
                            .formatted(tag, condition));
        }
    }

    private static byte[] json(Object value) {
        try {
            return PlatformJson.mapper().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "Could not write a " + value.getClass().getName(), e);
        }
    }
}
