package io.chutes.processor;

import com.google.testing.compile.Compilation;
import io.chutes.platform.manifest.EndpointSpec;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import javax.tools.JavaFileObject;

/** A chute of {@code good/}, compiled with the processor, its classes loaded. */
public final class CompiledFixture {
    private final Compilation compilation;
    private final ClassLoader classes = new GeneratedClasses();

    /** Compiles {@code good/<name>.java}. */
    public CompiledFixture(String name) {
        this.compilation = Fixtures.compile(Fixtures.FOLDER.resolve("good").resolve(name + ".java"));
    }

    /** What the processor wrote of it. */
    public Manifest manifest(String chute) {
        return ManifestJson.read(new String(generated(Manifest.FOLDER + chute + ".json"), StandardCharsets.UTF_8));
    }

    /** The endpoint of a method. */
    public EndpointSpec endpoint(String chute, String method) {
        return manifest(chute).endpoints().stream()
                .filter(endpoint -> endpoint.name().equals(method))
                .findFirst()
                .orElseThrow();
    }

    /** One of its classes, by binary name. */
    public Class<?> load(String className) {
        try {
            return classes.loadClass(className);
        } catch (ClassNotFoundException e) {
            throw new AssertionError("Not compiled: " + className, e);
        }
    }

    private byte[] generated(String path) {
        JavaFileObject file = compilation.generatedFiles().stream()
                .filter(candidate -> candidate.toUri().getPath().equals("/CLASS_OUTPUT/" + path))
                .findFirst()
                .orElseThrow(() -> new AssertionError(path + " was not made: " + compilation.diagnostics()));
        try (InputStream in = file.openInputStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError("Could not read " + path, e);
        }
    }

    /** The classes that javac wrote to memory. */
    private final class GeneratedClasses extends ClassLoader {
        @Override
        protected Class<?> findClass(String name) {
            byte[] bytes = generated(name.replace('.', '/') + ".class");
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
