package io.chutes.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.cli.project.ChuteProject;
import io.chutes.platform.manifest.ManifestJson;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/** A chute with a secret, as a user writes it. */
final class SignerSource {
    private static final String TEXT = """
            package com.example;

            import io.chutes.annotation.Chute;
            import io.chutes.annotation.Endpoint;
            import io.chutes.annotation.Secret;

            @Chute(name = "signer")
            class Signer {
                @Secret("SIGNING_KEY")
                String key;

                @Endpoint
                String sign() {
                    return Integer.toHexString(key.hashCode());
                }
            }
            """;

    private SignerSource() {}

    /** Compiles it with our processor into a folder. */
    static ChuteProject compile(Path folder) throws IOException {
        Path source = Files.createDirectories(folder.resolve("com/example")).resolve("Signer.java");
        Path classes = Files.createDirectories(folder.resolve("classes"));
        ChuteProject hello = HelloSample.project();
        String libraries =
                hello.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        classes.toString(),
                        "-classpath",
                        libraries,
                        "-processorpath",
                        System.getProperty("java.class.path"),
                        Files.writeString(source, TEXT).toString());
        assertThat(failed).isZero();
        String manifest = Files.readString(classes.resolve("META-INF/chutes/signer.json"));
        return new ChuteProject(folder, ManifestJson.read(manifest), manifest, classes, hello.classPath());
    }
}
