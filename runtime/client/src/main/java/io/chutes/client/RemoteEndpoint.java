package io.chutes.client;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.annotation.BatchResult;
import io.chutes.annotation.Call;
import io.chutes.annotation.Media;
import io.chutes.annotation.Reply;
import io.chutes.annotation.Upload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How one method of a chute's class is called where the chute is deployed. */
final class RemoteEndpoint {
    private final String name;
    private final JavaType returns;
    private final JsonNode manifest;
    private final List<Role> roles;
    private final Json json;

    RemoteEndpoint(RemoteMethod method, JsonNode manifest, Json json) {
        this.name = method.name();
        this.returns = method.returns();
        this.manifest = manifest;
        this.roles = IntStream.range(0, method.method().getParameterCount())
                .mapToObj(i -> Role.of(method, i))
                .toList();
        this.json = json;
    }

    @Nullable Object call(ChuteClient client, @Nullable Object[] arguments) {
        if (manifest.path("passthrough").isObject()) {
            throw new UnsupportedOperationException(
                    "%s hands its calls to another server, whose request and answer its signature does not have: use the client class"
                            .formatted(name));
        } else if (manifest.path("batch").isObject()) {
            return batch(client, (List<?>) given(arguments, 0));
        }
        ChuteRequest request = request(client);
        for (int i = 0; i < arguments.length; i++) {
            put(request, i, arguments);
        }
        return answer(request);
    }

    private ChuteRequest request(ChuteClient client) {
        var request = new ChuteRequest(
                client, manifest.path("method").asText(), manifest.path("path").asText(), json);
        return manifest.path("idempotent").asBoolean() ? request.idempotent() : request;
    }

    private void put(ChuteRequest request, int index, @Nullable Object[] arguments) {
        Role role = roles.get(index);
        if (role instanceof Role.Path path) {
            request.path(path.name(), given(arguments, index));
        } else if (role instanceof Role.Query query) {
            request.query(query.name(), given(arguments, index));
        } else if (role instanceof Role.Body) {
            body(request, given(arguments, index));
        }
    }

    private void body(ChuteRequest request, Object value) {
        if (value instanceof String text && manifest.path("inputType").asText().equals("text/plain")) {
            request.text(text);
        } else if (value instanceof byte[] bytes) {
            request.bytes(bytes);
        } else if (value instanceof Upload upload) {
            request.upload(upload);
        } else {
            request.json(value);
        }
    }

    private @Nullable Object answer(ChuteRequest request) {
        Class<?> type = returns.getRawClass();
        if (type == void.class) {
            request.send();
            return null;
        } else if (type == String.class) {
            return request.readText();
        } else if (type == Media.class) {
            Download download = request.download();
            return new Media(download.contentType(), download.stream());
        } else if (type == Stream.class) {
            return request.events(JsonType.of(returns.containedType(0)));
        } else if (type == Reply.class) {
            return request.reply(JsonType.of(returns.containedType(0)), JsonType.of(returns.containedType(1)));
        }
        return request.read(JsonType.of(returns));
    }

    /** As many at once as the chute answers together; where results may be failures all of them, else no more after one that fails. */
    private List<?> batch(ChuteClient client, List<?> requests) {
        JavaType held = returns.containedType(0);
        boolean mayFail = held.hasRawClass(BatchResult.class);
        JsonType<?> type = JsonType.of(mayFail ? held.containedType(0) : held);
        int together = Math.max(1, manifest.path("batch").path("maxSize").asInt());
        List<Object> answers = new ArrayList<>();
        Deque<Attempts<?>> open = new ArrayDeque<>();
        try {
            for (Object each : requests) {
                if (open.size() == together) {
                    answers.add(answer(open.remove(), mayFail));
                }
                open.add(request(client).json(each).begin(type));
            }
            while (!open.isEmpty()) {
                answers.add(answer(open.remove(), mayFail));
            }
            return answers;
        } finally {
            open.forEach(left -> left.cancel(true));
        }
    }

    private static Object answer(Attempts<?> call, boolean mayFail) {
        if (!mayFail) {
            return call.await();
        }
        try {
            return BatchResult.of(call.await());
        } catch (ChuteProblemException problem) {
            return BatchResult.failed(problem);
        }
    }

    private Object given(@Nullable Object[] arguments, int index) {
        Object argument = arguments[index];
        if (argument == null) {
            throw new NullPointerException("argument %d of %s is null".formatted(index + 1, name));
        }
        return argument;
    }

    /** Where an argument goes. */
    private sealed interface Role {
        static Role of(RemoteMethod method, int index) {
            if (method.method().getParameterTypes()[index] == Call.class) {
                return new Unsent();
            }
            return method.annotated(index, "PathParam")
                    .<Role>map(Path::new)
                    .or(() -> method.annotated(index, "QueryParam").map(Query::new))
                    .orElseGet(Body::new);
        }

        /** Into a segment of the path. */
        record Path(String name) implements Role {}

        /** Into the query string. */
        record Query(String name) implements Role {}

        /** Into the body. */
        record Body() implements Role {}

        /** Nowhere: the runtime makes it anew. */
        record Unsent() implements Role {}
    }
}
