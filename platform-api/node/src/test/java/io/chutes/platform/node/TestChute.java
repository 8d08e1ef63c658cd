package io.chutes.platform.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/** What runs inside the images of these tests: a program that speaks a chute's HTTP contract with the JDK alone. */
public final class TestChute {
    private TestChute() {}

    /**
     * Serves; the argument {@code deaf} makes it ignore SIGTERM, {@code slow} keeps it from ever being ready, {@code last} makes it
     * take a second to end and leave a file of that name, {@code broken} makes it tell its token and exit with code 7.
     */
    public static void main(String[] args) throws IOException {
        String manner = args.length == 0 ? "" : args[0];
        if (manner.equals("deaf")) {
            Runtime.getRuntime().addShutdownHook(new Thread(TestChute::waitForEver));
        }
        if (manner.equals("broken")) {
            System.out.println("loading");
            System.err.println("no weights for " + System.getenv("HF_TOKEN"));
            System.exit(7);
        }
        if (manner.equals("last")) {
            Runtime.getRuntime().addShutdownHook(new Thread(TestChute::endWithAStream));
        }
        var address =
                new InetSocketAddress(System.getenv("CHUTES_HOST"), Integer.parseInt(System.getenv("CHUTES_PORT")));
        HttpServer server = HttpServer.create(address, 0);
        server.createContext("/_chute/ready", exchange -> ready(exchange, manner));
        server.createContext("/environment", exchange -> answer(exchange, 200, environment()));
        server.createContext("/file", TestChute::file);
        server.createContext("/threads", exchange -> answer(exchange, 200, Integer.toString(threads())));
        server.createContext("/memory", _ -> fillMemory());
        server.createContext("/crash", _ -> {
            System.out.println("the GPU fell out");
            Runtime.getRuntime().halt(3);
        });
        server.start();
        System.out.println("still loading weights");
    }

    private static void ready(HttpExchange exchange, String manner) throws IOException {
        boolean allowed = System.getenv("CHUTES_INSTANCE_TOKEN")
                .equals(exchange.getRequestHeaders().getFirst("X-Chutes-Instance-Token"));
        if (!allowed) {
            answer(exchange, 401, "");
        } else if (manner.equals("slow")) {
            answer(exchange, 503, "{\"status\":\"starting\",\"phases\":[]}");
        } else {
            answer(
                    exchange,
                    200,
                    "{\"status\":\"ready\",\"phases\":[{\"name\":\"jvm\",\"millis\":12},{\"name\":\"chute\",\"millis\":3}]}");
        }
    }

    /** Reads or writes the file that the query names. */
    private static void file(HttpExchange exchange) throws IOException {
        Path file = Path.of(exchange.getRequestURI().getQuery());
        try {
            if (exchange.getRequestMethod().equals("GET")) {
                answer(exchange, 200, Files.readString(file));
            } else {
                Files.write(file, exchange.getRequestBody().readAllBytes());
                answer(exchange, 200, "written");
            }
        } catch (IOException e) {
            answer(exchange, 500, e.toString());
        }
    }

    /** How many more threads it gets before it is refused one; they go on. */
    private static int threads() {
        int count = 0;
        try {
            for (; count < 10_000; count++) {
                var thread = new Thread(null, TestChute::waitForEver, "one more", 64 << 10);
                thread.setDaemon(true);
                thread.start();
            }
        } catch (OutOfMemoryError refused) {
            System.out.println(refused);
        }
        return count;
    }

    private static void fillMemory() {
        try {
            var all = new ArrayList<byte[]>();
            while (all.size() < 1000) {
                byte[] more = new byte[8 << 20];
                Arrays.fill(more, (byte) 1);
                all.add(more);
            }
        } catch (OutOfMemoryError full) {
            System.out.println("java.lang.OutOfMemoryError: " + full.getMessage());
            Runtime.getRuntime().halt(1);
        }
    }

    private static String environment() {
        Map<String, String> all = new TreeMap<>(System.getenv());
        all.put("user.dir", System.getProperty("user.dir"));
        all.put("status", status());
        var lines = new StringBuilder();
        all.forEach(
                (name, value) -> lines.append(name).append('=').append(value).append('\n'));
        return lines.toString();
    }

    /** The kernel's view of it, in one line; empty where there is none. */
    private static String status() {
        try {
            return Files.readString(Path.of("/proc/self/status"))
                    .replace('\t', ' ')
                    .replace('\n', ';');
        } catch (IOException notLinux) {
            return "";
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void endWithAStream() {
        try {
            Thread.sleep(1000);
            Files.writeString(Path.of("last"), "");
        } catch (InterruptedException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void waitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
