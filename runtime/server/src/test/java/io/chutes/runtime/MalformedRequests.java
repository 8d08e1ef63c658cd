package io.chutes.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Requests with something wrong with them, the same for the same seed. */
final class MalformedRequests {
    private static final String END = "\r\n";
    private static final String VALID = "{\"text\": \"hi\", \"count\": 3, \"tags\": [\"a\"]}";
    private static final int FRAMES = 5;

    private final Random random;
    private final List<Supplier<Request>> kinds = List.of(
            this::truncatedChunks,
            this::badChunkSize,
            this::badUtf8,
            this::hugeHeader,
            this::deepJson,
            this::wrongTypes,
            this::lyingLength,
            this::oddMethod,
            this::oddPath,
            this::hugeNumber,
            this::duplicateKeys,
            this::nuls,
            this::pipelined,
            this::oddQuery,
            this::tooLarge,
            this::noise,
            this::oddHead,
            this::mutated);

    MalformedRequests(long seed) {
        this.random = new Random(seed);
    }

    /**
     * What is sent.
     *
     * @param latin its bytes, as text in ISO 8859-1
     * @param whole whether an answer is due though the caller sends nothing more and does not end
     */
    record Request(String latin, boolean whole) {
        Request(byte[] bytes, boolean whole) {
            this(new String(bytes, ISO_8859_1), whole);
        }

        byte[] bytes() {
            return latin.getBytes(ISO_8859_1);
        }
    }

    Request next() {
        return pick(kinds).get();
    }

    private Request truncatedChunks() {
        String chunks = String.join(END, "8", "{\"text\":", "5", "\"hi\",", "");
        String head = head("POST", "/json", "Transfer-Encoding: chunked");
        return new Request(bytes(head + chunks.substring(0, random.nextInt(chunks.length()))), false);
    }

    private Request badChunkSize() {
        String size =
                pick(List.of("zz", "-1", "ffffffffffffffff", "0x5", "5 5", "", "7fffffff", "5;" + "x".repeat(9000)));
        return new Request(
                bytes(head("POST", "/json", "Transfer-Encoding: chunked") + size + "\r\n{}\r\n0\r\n\r\n"), false);
    }

    private Request badUtf8() {
        byte[] bad = pick(List.of(
                new byte[] {(byte) 0xff},
                new byte[] {(byte) 0xc0, (byte) 0x80},
                new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                new byte[] {(byte) 0xf0, (byte) 0x9f}));
        var body = new ByteArrayOutputStream();
        body.writeBytes(bytes("{\"text\": \""));
        body.writeBytes(bad);
        body.writeBytes(bytes("\", \"count\": 1, \"tags\": []}"));
        return post(pick(List.of("/json", "/text")), body.toByteArray());
    }

    private Request hugeHeader() {
        String value = "x".repeat(8_000 + random.nextInt(20_000));
        return new Request(bytes(head("GET", "/found/1?limit=1", "X-Big: " + value)), true);
    }

    private Request deepJson() {
        String open = pick(List.of("[", "{\"text\":", "{\"tags\":["));
        return post("/json", bytes(open.repeat(1 + random.nextInt(5_000))));
    }

    private Request wrongTypes() {
        List<String> values =
                List.of("null", "true", "1", "1.5", "\"a\"", "[]", "{}", "[null]", "[[1]]", "-0", "\"\\ud800\"");
        return post(
                "/json",
                bytes("{\"text\": %s, \"count\": %s, \"tags\": %s, \"more\": %s}"
                        .formatted(pick(values), pick(values), pick(values), pick(values))));
    }

    private Request lyingLength() {
        String length = pick(List.of("1000", "-5", "abc", "99999999999999999999", "1", "+3", "3, 4", "", "0x10"));
        String twice = random.nextBoolean() ? "Content-Length: 3\r\n" : "";
        String chunked = random.nextInt(4) == 0 ? "Transfer-Encoding: chunked\r\n" : "";
        return new Request(
                bytes("POST /json HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + END + twice + chunked + END
                        + VALID),
                false);
    }

    private Request oddMethod() {
        String method =
                pick(List.of("BREW", "get", "CONNECT", "TRACE", "OPTIONS", "P\u0000ST", "", "POST POST", "PATCH", "*"));
        return new Request(bytes(head(method, "/json")), true);
    }

    private Request oddPath() {
        String path = pick(List.of(
                "/%zz",
                "/found/%00",
                "/../json",
                "//json",
                "json",
                "/found/" + "a".repeat(random.nextInt(12_000)),
                "/%c0%ae%c0%ae/",
                "/found/\u00ff",
                "http://[::1",
                "/_chute/jobs/none",
                "/found/a;b=c",
                "/found/%2e%2e%2f",
                "*",
                "/" + "a/".repeat(2_000)));
        return new Request(bytes(head("GET", path)), true);
    }

    private Request hugeNumber() {
        String number = pick(List.of(
                "1e999999999",
                "-1e-999999999",
                "9".repeat(1 + random.nextInt(3_000)),
                "1.0000000000000000000001",
                "NaN",
                "1e",
                "0123"));
        return post("/json", bytes("{\"text\": \"a\", \"count\": " + number + ", \"tags\": []}"));
    }

    private Request duplicateKeys() {
        return post("/json", bytes("{" + "\"count\": 1, ".repeat(1 + random.nextInt(200)) + "\"count\": 2}"));
    }

    private Request nuls() {
        return random.nextBoolean()
                ? post("/json", bytes("{\"text\": \"a\u0000b\", \"count\": 1, \"tags\": []}\u0000"))
                : new Request(bytes(head("GET", "/found/1?limit=1", "X-Nul: a\u0000b")), true);
    }

    private Request pipelined() {
        var all = new ByteArrayOutputStream();
        for (int i = random.nextInt(FRAMES); i >= 0; i--) {
            all.writeBytes(bytes(
                    "GET /found/%d?limit=%s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(i, pick(List.of("1", "x", "")))));
        }
        all.writeBytes(next().bytes());
        return new Request(all.toByteArray(), true);
    }

    private Request oddQuery() {
        String query = pick(List.of(
                "limit=",
                "limit",
                "limit=1&limit=2",
                "%=1",
                "limit=%ff",
                "&&&",
                "limit=1e9",
                "l%00=1",
                "=",
                "limit=" + "9".repeat(random.nextInt(5_000)),
                "limit=1&other=" + random.nextInt()));
        return new Request(bytes(head("GET", "/found/1?" + query)), true);
    }

    private Request tooLarge() {
        return new Request(
                bytes(head(
                        "POST",
                        pick(List.of("/json", "/text")),
                        "Content-Length: " + (ChuteServer.MAX_BODY_BYTES + 1L))),
                true);
    }

    private Request noise() {
        byte[] bytes = new byte[1 + random.nextInt(400)];
        random.nextBytes(bytes);
        return new Request(bytes, false);
    }

    private Request oddHead() {
        String line = pick(List.of(
                "GET /found/1 HTTP/9.9\r\nHost: x\r\n\r\n",
                "GET /found/1 HTTP/1.0\r\n\r\n",
                "GET /found/1 HTTP/1.1\r\n\r\n",
                "GET /found/1 HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /found/1\r\n\r\n",
                "GET /found/1 HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n",
                "GET /found/1 HTTP/1.1\r\nHost: x\r\nNo colon\r\n\r\n",
                "GET /found/1 HTTP/1.1\r\nHost: x\r\n: empty\r\n\r\n",
                "GET /found/1 HTTP/1.1\nHost: x\n\n",
                "POST /json HTTP/1.1\r\nHost: x\r\nExpect: 200-maybe\r\nContent-Length: 2\r\n\r\n{}",
                "POST /json HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
                "POST /json HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "POST /json HTTP/1.1\r\nHost: x\r\nX-Chutes-Deadline-Ms: soon\r\nContent-Length: 2\r\n\r\n{}",
                "POST /json HTTP/1.1\r\nHost: x\r\nIdempotency-Key: \u0001\r\nContent-Length: 2\r\n\r\n{}",
                "POST /json HTTP/1.1\r\nHost: x\r\ntraceparent: 00-zz-zz-zz\r\nContent-Type: ;;;\r\nContent-Length: 2\r\n\r\n{}",
                "GET /found/1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAA\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
        return new Request(bytes(line), false);
    }

    /** A good one of which some bytes are others, gone, or doubled. */
    private Request mutated() {
        byte[] good = post("/json", bytes(VALID)).bytes();
        var bad = new ByteArrayOutputStream();
        for (byte each : good) {
            switch (random.nextInt(60)) {
                case 0 -> bad.write(random.nextInt(256));
                case 1 -> {} // gone
                case 2 -> {
                    bad.write(each);
                    bad.write(each);
                }
                default -> bad.write(each);
            }
        }
        return new Request(bad.toByteArray(), false);
    }

    private static Request post(String path, byte[] body) {
        var request = new ByteArrayOutputStream();
        request.writeBytes(
                bytes(head("POST", path, "Content-Type: application/json", "Content-Length: " + body.length)));
        request.writeBytes(body);
        return new Request(request.toByteArray(), true);
    }

    private static String head(String method, String path, String... headers) {
        String more = headers.length == 0 ? "" : String.join(END, headers) + END;
        return method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + more + END;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(text.chars().anyMatch(c -> c > 0xff) ? UTF_8 : ISO_8859_1);
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
