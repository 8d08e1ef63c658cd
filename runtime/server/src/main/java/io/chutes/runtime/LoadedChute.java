package io.chutes.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.runtime.spi.ChuteRoutes;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A chute found on the class path, its object made.
 *
 * @param manifest the manifest's text
 * @param document the same, read
 * @param routes the generated routes around a new object of the chute
 */
record LoadedChute(String manifest, JsonNode document, ChuteRoutes routes) {
    private static final String FOLDER = "META-INF/chutes/";

    LoadedChute(String manifest, ChuteRoutes routes) {
        this(manifest, parsed(manifest, "the manifest"), routes);
    }

    /** As a part of a start. */
    static LoadedChute load(String resource, StartupPhases phases) {
        return phases.time("chute", () -> load(resource));
    }

    static LoadedChute load(String resource) {
        String manifest = read(resource);
        JsonNode document = parsed(manifest, resource);
        return new LoadedChute(manifest, document, newRoutes(routesClass(document, resource)));
    }

    /** The chute of routes that were made elsewhere; its manifest is on the class path. */
    static LoadedChute of(ChuteRoutes routes) {
        return new LoadedChute(read(FOLDER + routes.name() + ".json"), routes);
    }

    /** The chute's OpenAPI document, if the processor wrote one. */
    Optional<String> openApi() {
        return find(FOLDER + "openapi/" + routes.name() + ".json");
    }

    /** A new object of generated routes, which may be package-private like the chute they serve. */
    static ChuteRoutes newRoutes(String className) {
        try {
            Class<? extends ChuteRoutes> type =
                    Class.forName(className, true, loader()).asSubclass(ChuteRoutes.class);
            Constructor<? extends ChuteRoutes> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (InvocationTargetException e) {
            throw new StartupException("the constructor of the chute threw " + e.getCause(), e.getCause());
        } catch (ClassNotFoundException e) {
            throw new StartupException("the class " + className + " is not on the class path");
        } catch (LinkageError e) {
            throw new StartupException("the class " + className + " could not be loaded", e);
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new StartupException(className + " is not a class of routes as the processor writes them: " + e);
        }
    }

    private static String read(String resource) {
        return find(resource).orElseThrow(() -> new StartupException("there is no " + resource + " on the class path"));
    }

    private static Optional<String> find(String resource) {
        try (InputStream in = loader().getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new StartupException("could not read " + resource + ": " + e.getMessage());
        }
    }

    private static JsonNode parsed(String manifest, String name) {
        try {
            return Json.MAPPER.readTree(manifest);
        } catch (JsonProcessingException e) {
            throw new StartupException(name + " is not JSON: " + e.getOriginalMessage());
        }
    }

    private static String routesClass(JsonNode document, String resource) {
        JsonNode name = document.path("routesClass");
        if (!name.isTextual()) {
            throw new StartupException(resource + " names no routesClass");
        }
        return name.textValue();
    }

    private static ClassLoader loader() {
        return Thread.currentThread().getContextClassLoader();
    }
}
