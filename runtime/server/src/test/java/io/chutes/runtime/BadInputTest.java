package io.chutes.runtime;

import static io.chutes.runtime.Patience.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.chutes.runtime.spi.Routes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand requests that are wrong in some way: none is answered with a failure of the server's, and nothing is left of them. */
class BadInputTest {
    private static final int CALLERS = 16;
    private static final int EACH = 625;
    private static final int SLOW_CALLERS = 32;
    private static final int PATIENCE_MILLIS = 60_000;
    private static final long MEBIBYTE = 1 << 20;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})");

    /** Answers that say what a server does not do, rather than that it failed (RFC 9110, 15.6). */
    private static final List<Integer> NOT_DONE_HERE = List.of(501, 505);

    private static final String MANIFEST = """
            "scaling": {"concurrency": 64, "maxQueue": 1024},
            "endpoints": [{"method": "POST", "path": "/json", "input": {
                "type": "object", "additionalProperties": false, "required": ["text", "count", "tags"], "properties": {
                    "text": {"type": "string", "maxLength": 20},
                    "count": {"type": "integer", "minimum": 0, "maximum": 9},
                    "tags": {"type": "array", "items": {"type": "string"}}}}}]""";

    @TempDir
    Path folder;

    private final Map<Integer, Integer> statuses = new ConcurrentSkipListMap<>();

    record Item(String text, int count, List<String> tags) {}

    @Test
    void answersNoneWithAFailureAndKeepsNothingOfThem() throws Exception {
        try (var served = Served.endpoints(MANIFEST, BadInputTest::endpoints)) {
            callAtOnce(served.port(), CALLERS, 40, 0); // what is made once is made now
            callSlowly(served.port());
            assertThat(served.get("/_chute/metrics").statusCode()).isEqualTo(200);
            awaitRest(served);
            Left before = Left.now(folder);

            callAtOnce(served.port(), CALLERS, EACH, 1);
            callSlowly(served.port());

            awaitRest(served);
            await().untilAsserted(() -> assertThat(Left.now(folder)).satisfies(after -> {
                assertThat(after.virtualThreads).isLessThanOrEqualTo(before.virtualThreads + 4);
                assertThat(after.threads).isLessThanOrEqualTo(before.threads + 8);
                assertThat(after.sockets).isLessThanOrEqualTo(before.sockets + 4);
                assertThat(after.bytes).isLessThan(before.bytes + 16 * MEBIBYTE);
            }));
            assertThat(statuses).containsKeys(200, 400, 404, 405, 413, 422, 431);
            assertThat(served.post("/json", "{\"text\": \"a\", \"count\": 1, \"tags\": []}")
                            .body())
                    .isEqualTo("{\"text\":\"a\",\"count\":1,\"tags\":[]}");
        }
    }

    private static void endpoints(Routes routes) {
        routes.json("POST", "/json", request -> request.body(Item.class));
        routes.text(
                "POST",
                "/text",
                "text/plain",
                request -> Integer.toString(request.text().length()));
        routes.text(
                "GET",
                "/found/{id}",
                "text/plain",
                request -> request.path("id", String.class) + request.query("limit", Integer.class));
    }

    private static void awaitRest(Served served) {
        await().until(() ->
                Served.json(served.get("/_chute/load")).path("inFlight").asInt() == 0);
    }

    private void callAtOnce(int port, int callers, int each, long seed) throws Exception {
        List<Callable<Void>> work = new ArrayList<>();
        for (int caller = 0; caller < callers; caller++) {
            var requests = new MalformedRequests(seed * callers + caller);
            work.add(() -> {
                for (int i = 0; i < each; i++) {
                    MalformedRequests.Request request = requests.next();
                    check(call(port, request), request.bytes());
                }
                return null;
            });
        }
        all(work);
    }

    /** Callers who send a byte now and then, and are answered when they are done. */
    private void callSlowly(int port) throws Exception {
        byte[] request = "POST /json HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 7\r\n\r\n{\"a\": 1"
                .getBytes(ISO_8859_1);
        List<Callable<Void>> work = new ArrayList<>();
        for (int caller = 0; caller < SLOW_CALLERS; caller++) {
            work.add(() -> {
                try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    socket.setTcpNoDelay(true);
                    for (byte each : request) {
                        socket.getOutputStream().write(each);
                        TimeUnit.MILLISECONDS.sleep(5); // as slow callers do
                    }
                    check(read(socket, request), request);
                }
                return null;
            });
        }
        all(work);
    }

    private static void all(List<Callable<Void>> work) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        }
    }

    private void check(String answer, byte[] request) {
        var found = STATUS.matcher(answer);
        while (found.find()) {
            int status = Integer.parseInt(found.group(1));
            statuses.merge(status, 1, Integer::sum);
            assertThat(status < 500 || NOT_DONE_HERE.contains(status))
                    .as("%s answered %s", text(request), answer)
                    .isTrue();
        }
    }

    /** What is answered to a request; its connection is ended when the answer has begun, or is never to come. */
    private static String call(int port, MalformedRequests.Request request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoLinger(true, 0); // or thousands of ports would wait for late packets
            try {
                socket.getOutputStream().write(request.bytes());
                if (!request.whole()) {
                    socket.shutdownOutput();
                }
            } catch (SocketException e) {
                // it was answered before all was sent
            }
            return read(socket, request.bytes());
        }
    }

    private static String text(byte[] request) {
        String all = new String(request, ISO_8859_1);
        return all.length() > 500 ? all.substring(0, 500) + "…" : all;
    }

    private static String read(Socket socket, byte[] request) throws IOException {
        String asked = text(request);
        var answer = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            InputStream in = socket.getInputStream();
            socket.setSoTimeout(PATIENCE_MILLIS);
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                answer.write(buffer, 0, read);
                socket.setSoTimeout(200); // a connection that is kept has nothing more to say
            }
        } catch (SocketTimeoutException e) {
            assertThat(answer.size())
                    .as("bytes of an answer in time to %s", asked)
                    .isPositive();
        } catch (SocketException e) {
            // reset, as what was sent was not all read
        }
        return answer.toString(ISO_8859_1);
    }

    /** What a process holds. */
    private record Left(long virtualThreads, int threads, long sockets, long bytes) {
        static Left now(Path folder) throws IOException {
            Path dump = folder.resolve("threads.json");
            Files.deleteIfExists(dump);
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
            long virtual;
            try (Stream<String> lines = Files.lines(dump)) {
                virtual =
                        lines.filter(line -> line.contains("\"virtual\": true")).count();
            }
            System.gc();
            var runtime = Runtime.getRuntime();
            return new Left(
                    virtual,
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    openSockets(),
                    runtime.totalMemory() - runtime.freeMemory());
        }

        /** Those that are open, where the system tells. */
        private static long openSockets() throws IOException {
            Path open = Path.of("/proc/self/fd");
            if (!Files.isDirectory(open)) {
                return 0;
            }
            try (Stream<Path> files = Files.list(open)) {
                return files.filter(Left::isSocket).count();
            }
        }

        private static boolean isSocket(Path file) {
            try {
                return Files.readSymbolicLink(file).toString().startsWith("socket:");
            } catch (IOException e) {
                return false; // closed meanwhile
            }
        }
    }
}
