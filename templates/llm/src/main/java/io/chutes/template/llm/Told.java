package io.chutes.template.llm;

import java.time.Instant;
import java.util.UUID;

/**
 * What each part of an answer tells of the whole.
 *
 * @param created when it was asked for, in seconds since 1970
 */
record Told(String id, long created, String model) {
    static Told of(String kind, String model) {
        return new Told(
                kind + UUID.randomUUID().toString().replace("-", ""),
                Instant.now().getEpochSecond(),
                model);
    }
}
