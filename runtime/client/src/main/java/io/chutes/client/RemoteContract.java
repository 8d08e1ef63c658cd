package io.chutes.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/** What a chute's class and its manifest say of the calls it takes. */
final class RemoteContract {
    private final Class<?> chute;
    private final Map<RemoteMethod.Signature, RemoteEndpoint> endpoints;

    private RemoteContract(Class<?> chute, Map<RemoteMethod.Signature, RemoteEndpoint> endpoints) {
        this.chute = chute;
        this.endpoints = endpoints;
    }

    /** Annotations of chutes are in class files alone, so those are read. */
    static RemoteContract of(Class<?> chute) {
        TypePool types = TypePool.Default.of(chute.getClassLoader());
        String name = ClassFile.of(chute, types)
                .annotated("Chute", "name")
                .orElseThrow(() -> new IllegalArgumentException(chute.getName() + " is no chute: it has no @Chute"));
        Map<String, JsonNode> manifest = new HashMap<>();
        // Not the shared one, which would hold the chute's classes, and they their loader, for ever.
        var json = new Json();
        for (JsonNode endpoint :
                manifest(chute, "META-INF/chutes/" + name + ".json", json).path("endpoints")) {
            manifest.put(endpoint.path("name").asText(), endpoint);
        }
        Map<RemoteMethod.Signature, RemoteEndpoint> endpoints = new HashMap<>();
        for (RemoteMethod method : RemoteMethod.of(chute, types, json)) {
            RemoteEndpoint endpoint = endpoint(chute, method, manifest, json);
            if (endpoint != null) {
                method.signatures().forEach(signature -> endpoints.put(signature, endpoint));
            }
        }
        return new RemoteContract(chute, endpoints);
    }

    Class<?> chute() {
        return chute;
    }

    /** How a method is called, if it is an endpoint. */
    @Nullable RemoteEndpoint endpoint(Method method) {
        return endpoints.get(RemoteMethod.Signature.of(method));
    }

    private static @Nullable RemoteEndpoint endpoint(
            Class<?> chute, RemoteMethod method, Map<String, JsonNode> manifest, Json json) {
        if (Modifier.isFinal(method.method().getModifiers())) {
            throw new IllegalArgumentException(
                    "%s of %s is final, so nothing can stand in for it: remove final, or use %sClient"
                            .formatted(method.name(), chute.getName(), chute.getSimpleName()));
        } else if (!method.isEndpoint()) {
            return null;
        }
        JsonNode spec = manifest.get(method.name());
        if (spec == null) {
            throw new IllegalArgumentException(
                    "The endpoint %s of %s is not in its manifest, which is older: compile the chute again"
                            .formatted(method.name(), chute.getName()));
        }
        return new RemoteEndpoint(method, spec, json);
    }

    /** The manifest that is of this class: other jars may hold other chutes of the same name. */
    private static JsonNode manifest(Class<?> chute, String resource, Json json) {
        List<String> others = new ArrayList<>();
        try {
            for (URL found : Collections.list(chute.getClassLoader().getResources(resource))) {
                JsonNode manifest = read(found, json);
                String of = manifest.path("chuteClass").asText();
                if (of.equals(chute.getName())) {
                    return manifest;
                }
                others.add(of);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("Could not read %s of %s".formatted(resource, chute.getName()), e);
        }
        String found = others.isEmpty() ? "has no %s beside it" : "has no %s beside it, only " + others + " have one";
        throw new IllegalArgumentException((chute.getName() + " " + found.formatted(resource))
                + ": compile it with the annotation processor io.chutes:chutes-processor");
    }

    private static JsonNode read(URL manifest, Json json) throws IOException {
        var connection = manifest.openConnection();
        connection.setUseCaches(false); // a jar that is kept open could not be replaced
        try (InputStream in = connection.getInputStream()) {
            return json.tree(in);
        }
    }
}
