package io.chutes.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.annotation.Call;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.annotation.AnnotationList;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/** What a chute's class and its manifest say of the calls it takes. */
final class RemoteContract {
    private static final String ANNOTATIONS = "io.chutes.annotation.";

    private final Class<?> chute;
    private final TypePool types;
    private final Map<String, JsonNode> manifest;
    private final Map<Method, Optional<RemoteEndpoint>> endpoints = new ConcurrentHashMap<>();

    private RemoteContract(Class<?> chute, TypePool types, Map<String, JsonNode> manifest) {
        this.chute = chute;
        this.types = types;
        this.manifest = manifest;
    }

    /** Annotations of chutes are in class files alone, so those are read. */
    static RemoteContract of(Class<?> chute) {
        TypePool types = TypePool.Default.of(chute.getClassLoader());
        AnnotationDescription annotation =
                find(types.describe(chute.getName()).resolve().getDeclaredAnnotations(), "Chute");
        if (annotation == null) {
            throw new IllegalArgumentException(chute.getName() + " is no chute: it has no @Chute");
        }
        String name = text(annotation, "name");
        String resource = "META-INF/chutes/" + name + ".json";
        Map<String, JsonNode> endpoints = new HashMap<>();
        for (JsonNode endpoint : manifest(chute, resource).path("endpoints")) {
            endpoints.put(endpoint.path("name").asText(), endpoint);
        }
        var contract = new RemoteContract(chute, types, endpoints);
        contract.checkOpen();
        return contract;
    }

    Class<?> chute() {
        return chute;
    }

    /** How a method is called, if it is an endpoint. */
    @Nullable RemoteEndpoint endpoint(Method method) {
        return endpoints.computeIfAbsent(method, this::read).orElse(null);
    }

    private Optional<RemoteEndpoint> read(Method method) {
        JsonNode endpoint = manifest.get(method.getName());
        if (endpoint == null
                || written(method).noneMatch(found -> find(found.getDeclaredAnnotations(), "Endpoint") != null)) {
            return Optional.empty();
        }
        List<RemoteEndpoint.Role> roles = new ArrayList<>();
        for (int i = 0; i < method.getParameterCount(); i++) {
            roles.add(role(method, i));
        }
        return Optional.of(new RemoteEndpoint(method, endpoint, roles));
    }

    private RemoteEndpoint.Role role(Method method, int index) {
        for (MethodDescription found : written(method).toList()) {
            AnnotationList annotations = found.getParameters().get(index).getDeclaredAnnotations();
            AnnotationDescription path = find(annotations, "PathParam");
            AnnotationDescription query = find(annotations, "QueryParam");
            if (path != null) {
                return new RemoteEndpoint.Role.Path(text(path, "value"));
            } else if (query != null) {
                return new RemoteEndpoint.Role.Query(text(query, "value"));
            }
        }
        return method.getParameterTypes()[index] == Call.class
                ? new RemoteEndpoint.Role.Unsent()
                : new RemoteEndpoint.Role.Body();
    }

    /** The method and those it overrides, as their class files have them. */
    private Stream<MethodDescription> written(Method method) {
        return lineage(chute)
                .flatMap(type -> types.describe(type.getName()).resolve().getDeclaredMethods().stream())
                .filter(candidate -> candidate.getName().equals(method.getName())
                        && candidate.getParameters().size() == method.getParameterCount())
                .map(MethodDescription.class::cast);
    }

    private void checkOpen() {
        lineage(chute)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> manifest.containsKey(method.getName()) && Modifier.isFinal(method.getModifiers()))
                .findFirst()
                .ifPresent(method -> {
                    throw new IllegalArgumentException(
                            "The endpoint %s of %s is final, so nothing can stand in for it: remove final, or use %sClient"
                                    .formatted(method.getName(), chute.getName(), chute.getSimpleName()));
                });
    }

    private static Stream<Class<?>> lineage(Class<?> chute) {
        return Stream.iterate(chute, type -> type != null && type != Object.class, Class::getSuperclass);
    }

    private static JsonNode manifest(Class<?> chute, String resource) {
        try (InputStream in = chute.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "%s has no %s beside it: compile it with the annotation processor io.chutes:chutes-processor"
                                .formatted(chute.getName(), resource));
            }
            return Json.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new IllegalArgumentException("Could not read %s of %s".formatted(resource, chute.getName()), e);
        }
    }

    private static @Nullable AnnotationDescription find(AnnotationList annotations, String simpleName) {
        return annotations.stream()
                .filter(annotation -> annotation.getAnnotationType().getName().equals(ANNOTATIONS + simpleName))
                .findFirst()
                .orElse(null);
    }

    private static String text(AnnotationDescription annotation, String attribute) {
        return annotation.getValue(attribute).resolve(String.class);
    }
}
