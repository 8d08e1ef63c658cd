package io.chutes.platform.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** A control plane in a process of its own, and where it listens. */
record ServerProcess(Process process, int port) {
    /** How to start them: quickly, from a cache of their classes. */
    record Launch(String classPath, Path cache, Path registry) {
        /** Packs what this JVM runs into jars, since a cache takes no folders. */
        static Launch in(Path folder) throws IOException {
            List<String> jars = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                Path place = Path.of(entry);
                if (entry.isEmpty() || !Files.exists(place)) {
                    continue;
                }
                jars.add(Files.isDirectory(place) ? pack(entry, folder.resolve(jars.size() + ".jar")) : entry);
            }
            return new Launch(
                    String.join(File.pathSeparator, jars),
                    folder.resolve("classes.aot"),
                    Files.createDirectory(folder.resolve("registry")));
        }

        private static String pack(String folder, Path jar) {
            ToolProvider.findFirst("jar")
                    .orElseThrow()
                    .run(
                            System.out,
                            System.err,
                            "--create",
                            "--no-compress",
                            "--file",
                            jar.toString(),
                            "-C",
                            folder,
                            ".");
            return jar.toString();
        }

        /** One that leaves the cache behind when it is {@linkplain ServerProcess#stop stopped}. */
        ServerProcess training(String database) {
            return start(database, "-XX:AOTCacheOutput=" + cache);
        }

        /** One that begins with the cache. */
        ServerProcess start(String database) {
            return start(database, "-XX:AOTCache=" + cache);
        }

        private ServerProcess start(String database, String cacheOption) {
            List<String> command = Stream.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx96m",
                            "-Xlog:disable",
                            cacheOption,
                            "-cp",
                            classPath,
                            ServerProgram.class.getName(),
                            database,
                            registry.toString())
                    .toList();
            try {
                Process process = new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                String port = process.inputReader(UTF_8).readLine();
                if (port == null) {
                    throw new IllegalStateException("The server ended before it listened, with "
                            + process.onExit().join().exitValue());
                }
                return new ServerProcess(process, Integer.parseInt(port));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Lets it end by itself. */
    void stop() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }

    /** Kills it with SIGKILL. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }
}
