package io.chutes.processor;

import io.chutes.platform.manifest.EndpointSpec;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestJson;
import io.chutes.runtime.ChuteServer;
import io.chutes.runtime.ServerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** A chute of {@code good/}, compiled with the processor, its classes loaded; for tests in packages of the runtime. */
public final class CompiledFixture {
    private final CompiledClasses classes;

    /** Compiles {@code good/<name>.java}. */
    public CompiledFixture(String name) {
        this.classes = new CompiledClasses(
                Fixtures.compile(Fixtures.FOLDER.resolve("good").resolve(name + ".java")));
    }

    /** The endpoints as the manifest has them. */
    public List<EndpointSpec> endpoints(String chute) {
        String resource = Manifest.FOLDER + chute + ".json";
        try (InputStream in = Objects.requireNonNull(classes.getResourceAsStream(resource), resource)) {
            return ManifestJson.read(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .endpoints();
        } catch (IOException e) {
            throw new AssertionError("Could not read " + resource, e);
        }
    }

    /** Serves it on a port of this machine. */
    public ChuteServer serve(String routes) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(classes);
        try {
            return ChuteServer.start(ChuteServer.newRoutes(routes), ServerConfig.local());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** One of its classes, by binary name. */
    public Class<?> load(String className) {
        try {
            return classes.loadClass(className);
        } catch (ClassNotFoundException e) {
            throw new AssertionError("Not compiled: " + className, e);
        }
    }
}
