package io.chutes.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * From the start of the process to its first answer, and the memory that is then resident: the image of {@code samples/hello},
 * against the same class path on the full JDK without an AOT cache, and against Jetty with Jackson alone on the image's own Java with a
 * cache of its own. The variants take turns; printed are medians and their ratios.
 */
public final class ColdStart {
    private static final int ROUNDS = 11;
    private static final String BODY = "{\"name\":\"Duke\"}";

    private final SampleImage image;
    private final Path folder;

    private ColdStart(SampleImage image, Path folder) {
        this.image = image;
        this.folder = folder;
    }

    /** Measures and prints. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.of("cold-start")) {
            new ColdStart(SampleImage.in(scratch.folder()), scratch.folder()).measure();
        }
    }

    /** A process's first answer. */
    private record Start(double millis, long residentKib) {}

    private void measure() throws IOException, InterruptedException {
        String imagesJava = image.command().getFirst();
        List<String> cached = image.command();
        List<String> uncached =
                cached.stream().filter(argument -> !argument.contains("aot")).toList();
        List<String> plain = new ArrayList<>(uncached);
        plain.remove("-XX:+UseSerialGC");
        plain.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Map<String, List<String>> variants = new LinkedHashMap<>();
        variants.put("full JDK, no cache", plain);
        variants.put("the image's Java, no cache", uncached);
        variants.put("the image", cached);
        variants.put("Jetty alone, its own cache", jetty(imagesJava));
        Map<String, List<Start>> starts = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, List<String>> variant : variants.entrySet()) {
                starts.computeIfAbsent(variant.getKey(), _ -> new ArrayList<>()).add(start(variant.getValue()));
            }
        }
        double[] medians = new double[variants.size()];
        int at = 0;
        for (Map.Entry<String, List<Start>> variant : starts.entrySet()) {
            medians[at] = variant.getValue().stream()
                    .mapToDouble(Start::millis)
                    .sorted()
                    .toArray()[ROUNDS / 2];
            long resident = variant.getValue().stream()
                    .mapToLong(Start::residentKib)
                    .sorted()
                    .toArray()[ROUNDS / 2];
            System.out.printf("%-28s %4.0f ms, %3d MiB resident%n", variant.getKey(), medians[at++], resident >> 10);
        }
        System.out.printf(
                "the image: %.2f x the full JDK without cache (aim 0.35), %.2f x Jetty alone (aim 2)%n",
                medians[2] / medians[0], medians[2] / medians[3]);
    }

    /** The peer's command, once its cache is made. */
    private List<String> jetty(String java) throws IOException, InterruptedException {
        Path jar = image.workdir().resolve("raw-jetty.jar");
        ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "--create",
                        "--file",
                        jar.toString(),
                        "-C",
                        "target/classes",
                        "io/chutes/benchmark");
        String libraries;
        try (Stream<Path> files = Files.list(image.workdir().resolve("lib"))) {
            libraries = files.map(file -> "lib/" + file.getFileName())
                    .filter(name -> name.matches("lib/(jetty-(server|http|io|util)|jackson|slf4j).*"))
                    .sorted()
                    .collect(Collectors.joining(":"));
        }
        List<String> command = new ArrayList<>(List.of(
                java,
                "-XX:+UseSerialGC",
                "-XX:AOTCacheOutput=jetty.aot",
                "-cp",
                "raw-jetty.jar:" + libraries,
                RawJetty.class.getName()));
        try (ServerProcess server = launch(command)) {
            firstAnswer(server);
            server.stop();
        }
        command.set(2, "-XX:AOTCache=jetty.aot");
        return command;
    }

    private Start start(List<String> command) throws IOException, InterruptedException {
        long began = System.nanoTime();
        try (ServerProcess server = launch(command)) {
            firstAnswer(server);
            double millis = (System.nanoTime() - began) / 1e6;
            return new Start(millis, residentKib(server.process().pid()));
        }
    }

    private ServerProcess launch(List<String> command) throws IOException {
        return ServerProcess.start(image.workdir(), folder.resolve("output.log"), ServerProcess.freePort(), command);
    }

    private static void firstAnswer(ServerProcess server) throws IOException, InterruptedException {
        for (; ; server.checkAlive()) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.getOutputStream()
                        .write("""
                        POST /greet HTTP/1.1\r
                        Host: localhost\r
                        Content-Type: application/json\r
                        Content-Length: %d\r
                        Connection: close\r
                        \r
                        %s""".formatted(BODY.length(), BODY).getBytes(StandardCharsets.US_ASCII));
                String status = new BufferedReader(
                                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                        .readLine();
                if (status != null && status.contains(" 200 ")) {
                    return;
                }
            } catch (IOException notYet) {
                // nobody listens
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static long residentKib(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(
                        line -> Long.parseLong(Arrays.asList(line.split("\\s+")).get(1)))
                .findFirst()
                .orElseThrow();
    }
}
