package io.chutes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.chutes.annotation.StreamDialect;
import java.io.ByteArrayOutputStream;
import java.util.Map;

/** How the events of a stream are written (server-sent events, HTML standard, 9.2). */
enum EventFormat {
    /** Each with an id counted from 1; the last is named. */
    EVENTS {
        @Override
        byte[] value(long id, byte[] json) {
            return event("id: " + id + "\ndata: ", json);
        }

        @Override
        byte[] completed(long events) {
            return event("event: completed\ndata: ", Json.bytes(Map.of("events", events)));
        }

        @Override
        byte[] failed(Problem problem) {
            return event("event: error\ndata: ", Json.bytes(problem));
        }
    },

    /** As OpenAI's API does, whose clients throw where data has an {@code error} and stop at {@code [DONE]}. */
    OPENAI {
        @Override
        byte[] value(long id, byte[] json) {
            return event(DATA, json);
        }

        @Override
        byte[] completed(long events) {
            return event(DATA, "[DONE]".getBytes(UTF_8));
        }

        @Override
        byte[] failed(Problem problem) {
            return event(DATA, Json.bytes(Map.of("error", OpenAiError.of(problem))));
        }
    };

    private static final String DATA = "data: ";

    static EventFormat of(StreamDialect dialect) {
        return switch (dialect) {
            case EVENTS -> EVENTS;
            case OPENAI -> OPENAI;
        };
    }

    abstract byte[] value(long id, byte[] json);

    abstract byte[] completed(long events);

    abstract byte[] failed(Problem problem);

    private static byte[] event(String head, byte[] json) {
        var event = new ByteArrayOutputStream(head.length() + json.length + 2);
        event.writeBytes(head.getBytes(UTF_8));
        event.writeBytes(json);
        event.write('\n');
        event.write('\n');
        return event.toByteArray();
    }
}
