package io.chutes.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.annotation.Media;
import io.chutes.annotation.Upload;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How one method of a chute's class is called where the chute is deployed. */
final class RemoteEndpoint {
    private final Method method;
    private final JsonNode manifest;
    private final List<Role> roles;

    RemoteEndpoint(Method method, JsonNode manifest, List<Role> roles) {
        this.method = method;
        this.manifest = manifest;
        this.roles = List.copyOf(roles);
    }

    /** Where an argument goes. */
    interface Role {
        /** Into a segment of the path. */
        record Path(String name) implements Role {}

        /** Into the query string. */
        record Query(String name) implements Role {}

        /** Into the body. */
        record Body() implements Role {}

        /** Nowhere: the runtime makes it anew. */
        record Unsent() implements Role {}
    }

    @Nullable Object call(ChuteClient client, @Nullable Object[] arguments) {
        if (manifest.path("passthrough").isObject()) {
            throw new UnsupportedOperationException(
                    "%s hands its calls to another server, whose request and answer its signature does not have: use the client class"
                            .formatted(method.getName()));
        } else if (manifest.path("batch").isObject()) {
            return batch(client, (List<?>) Objects.requireNonNull(arguments[0], "requests"));
        }
        ChuteRequest request = request(client);
        for (int i = 0; i < arguments.length; i++) {
            Role role = roles.get(i);
            if (!(role instanceof Role.Unsent)) {
                put(request, role, Objects.requireNonNull(arguments[i], "argument " + (i + 1)));
            }
        }
        return answer(request);
    }

    private ChuteRequest request(ChuteClient client) {
        ChuteRequest request = client.request(
                manifest.path("method").asText(), manifest.path("path").asText());
        return manifest.path("idempotent").asBoolean() ? request.idempotent() : request;
    }

    private void put(ChuteRequest request, Role role, Object value) {
        if (role instanceof Role.Path path) {
            request.path(path.name(), value);
        } else if (role instanceof Role.Query query) {
            request.query(query.name(), value);
        } else if (value instanceof String text
                && manifest.path("inputType").asText().equals("text/plain")) {
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
        Class<?> type = method.getReturnType();
        if (type == void.class) {
            request.send();
            return null;
        } else if (type == String.class) {
            return request.readText();
        } else if (type == Media.class) {
            Download download = request.download();
            return new Media(download.contentType(), download.stream());
        } else if (type == Stream.class) {
            return request.events(JsonType.of(elementOf(method.getGenericReturnType())));
        }
        return request.read(JsonType.of(method.getGenericReturnType()));
    }

    /** All at once, so that the chute can answer them together. */
    private List<?> batch(ChuteClient client, List<?> requests) {
        JsonType<?> type = JsonType.of(elementOf(method.getGenericReturnType()));
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (Object each : requests) {
            answers.add(request(client).json(each).readAsync(type));
        }
        List<Object> all = new ArrayList<>();
        for (CompletableFuture<?> answer : answers) {
            all.add(awaited(answer));
        }
        return all;
    }

    private static Object awaited(CompletableFuture<?> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ChuteException known ? known : e;
        }
    }

    private static Type elementOf(Type collection) {
        return ((ParameterizedType) collection).getActualTypeArguments()[0];
    }
}
