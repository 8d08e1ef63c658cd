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

/**
 * A chute as a user writes it.
 *
 * @param chute its name
 * @param type its class, in {@code com.example}
 */
record ChuteSource(String chute, String type, String text) {
    /** With a secret. */
    static final ChuteSource SIGNER = new ChuteSource("signer", "Signer", """
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
            """);

    /** With weights that are not for everybody. */
    static final ChuteSource READER =
            new ChuteSource("reader", "Reader", """
            package com.example;

            import io.chutes.annotation.Chute;
            import io.chutes.annotation.Endpoint;
            import io.chutes.annotation.Secret;
            import io.chutes.annotation.Weights;
            import java.io.IOException;
            import java.nio.file.Files;
            import java.nio.file.Path;

            @Chute(name = "reader")
            class Reader {
                @Weights(repo = "%s", revision = "%s", include = "**.txt")
                Path model;

                @Secret("HF_TOKEN")
                String token;

                @Endpoint
                String read() throws IOException {
                    return Files.readString(model.resolve("words/first.txt"));
                }
            }
            """.formatted(ModelHub.REPO, ModelHub.REVISION));

    /** With a job that notes each attempt and goes on once it may. */
    static final ChuteSource COPIER = new ChuteSource("copier", "Copier", """
            package com.example;

            import io.chutes.annotation.Chute;
            import io.chutes.annotation.Job;
            import io.chutes.annotation.JobContext;
            import java.io.IOException;
            import java.nio.file.Files;
            import java.nio.file.Path;
            import java.nio.file.StandardOpenOption;

            @Chute(name = "copier")
            class Copier {
                record Places(String notes, String go) {}

                record Copied(int attempt) {}

                @Job(timeout = "5m", retries = 3)
                Copied copy(Places files, JobContext job) throws IOException, InterruptedException {
                    String note = job.jobId() + " " + job.attempt() + System.lineSeparator();
                    Files.writeString(Path.of(files.notes()), note, StandardOpenOption.APPEND);
                    while (!Files.exists(Path.of(files.go()))) {
                        job.progress(0.5, "waits to go on");
                        Thread.sleep(20);
                    }
                    return new Copied(job.attempt());
                }
            }
            """);

    /** Compiles it with our processor into a folder. */
    ChuteProject compile(Path folder) throws IOException {
        Path source = Files.createDirectories(folder.resolve("com/example")).resolve(type + ".java");
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
                        Files.writeString(source, text).toString());
        assertThat(failed).isZero();
        String manifest = Files.readString(classes.resolve("META-INF/chutes/" + chute + ".json"));
        return new ChuteProject(folder, ManifestJson.read(manifest), manifest, classes, hello.classPath());
    }
}
