package io.chutes.template.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An engine as far as its command line and its HTTP go, a process of its own: {@code KIND FOLDER} and then what the engine gets. In the
 * folder it notes what it was started with, and finds files whose names say how it is to behave.
 */
final class StandIn {
    /** What it streams: lines that end in three ways, a letter of three bytes, and usage at the end. */
    static final String STREAM = """
            data: {"choices":[{"delta":{"content":"Grüße – "}}]}\r
            \r
            : still here\n\r
            data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}

            data: [DONE]

            """;

    private static final int LONGEST = 4096;

    private static final Map<String, Set<String>> FLAGS_WITH_VALUE = Map.of(
            "vllm",
            Set.of(
                    "--served-model-name",
                    "--host",
                    "--port",
                    "--tensor-parallel-size",
                    "--max-num-seqs",
                    "--disable-access-log-for-endpoints",
                    "--max-model-len",
                    "--gpu-memory-utilization",
                    "--tool-call-parser",
                    "--quantization"),
            "sglang",
            Set.of(
                    "--model-path",
                    "--served-model-name",
                    "--host",
                    "--port",
                    "--api-key",
                    "--tp-size",
                    "--max-running-requests",
                    "--gc-threshold",
                    "--log-requests-level",
                    "--reasoning-parser"),
            "tei",
            Set.of(
                    "--model-id",
                    "--served-model-name",
                    "--hostname",
                    "--port",
                    "--prometheus-port",
                    "--max-concurrent-requests",
                    "--max-client-batch-size",
                    "--payload-limit",
                    "--auto-truncate",
                    "--pooling",
                    "--default-prompt"));

    private static final Map<String, Set<String>> FLAGS = Map.of(
            "vllm",
            Set.of(
                    "--enable-force-include-usage",
                    "--enable-prompt-tokens-details",
                    "--disable-custom-all-reduce",
                    "--no-enable-prefix-caching",
                    "--enable-auto-tool-choice"),
            "sglang",
            Set.of(
                    "--stream-response-default-include-usage",
                    "--enable-cache-report",
                    "--disable-custom-all-reduce",
                    "--disable-radix-cache"),
            "tei",
            Set.of());

    /** All that vLLM's key guards; the others guard all but their health. */
    private static final Pattern GUARDED_BY_VLLM = Pattern.compile("/(v1|v2|inference|cohere)/.*");

    /** What one token is, of what it writes. */
    private static final String TOKEN = "more ";

    private final String kind;
    private final Path folder;
    private final Map<String, String> given;
    private final String key;
    private final CountDownLatch allAtOnce;
    private final AtomicBoolean embedded = new AtomicBoolean();

    private StandIn(String kind, Path folder, Map<String, String> given) {
        this.kind = kind;
        this.folder = folder;
        this.given = given;
        this.key = Objects.requireNonNull(
                switch (kind) {
                    case "vllm" -> System.getenv("VLLM_API_KEY");
                    case "tei" -> System.getenv("API_KEY");
                    default -> required("--api-key");
                });
        this.allAtOnce = new CountDownLatch(
                switch (kind) {
                    case "vllm" -> number("--max-num-seqs");
                    case "tei" -> number("--max-concurrent-requests") / number("--max-client-batch-size");
                    default -> number("--max-running-requests");
                });
    }

    public static void main(String[] args) throws Exception {
        String kind = args[0];
        Path folder = Path.of(args[1]);
        List<String> rest = List.of(args).subList(2, args.length);
        Files.write(folder.resolve("arguments"), rest);
        Files.write(
                folder.resolve("environment"),
                System.getenv().entrySet().stream().map(Object::toString).toList());
        note(folder, "pids", Long.toString(ProcessHandle.current().pid()));
        Map<String, String> given = parsed(kind, rest);
        System.out.println("loading weights");
        if (given.containsKey("--api-key")) {
            System.out.printf("server_args=ServerArgs(api_key='%s')%n", given.get("--api-key")); // as SGLang does it
        }
        if (Files.exists(folder.resolve("exits"))) {
            System.err.println("no kernel image is available");
            System.exit(3);
        }
        while (Files.exists(folder.resolve("slow"))) {
            Thread.sleep(10);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(StandIn::keepCache));
        new StandIn(kind, folder, given).serve();
    }

    /** As engines write what they have compiled until they end, wherever their home is. */
    private static void keepCache() {
        try {
            Path home = Files.createDirectories(Path.of(Objects.requireNonNull(System.getenv("HOME"))));
            Files.writeString(home.resolve("compiled"), "kernels");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As argparse and clap do it, but for abbreviations. */
    private static Map<String, String> parsed(String kind, List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (of(FLAGS_WITH_VALUE, kind).contains(name)) {
                given.put(name, arguments.get(++i));
            } else if (of(FLAGS, kind).contains(name)) {
                given.put(name, "");
            } else if (name.startsWith("--")) {
                System.err.println("error: unrecognized arguments: " + name);
                System.exit(2);
            }
        }
        return given;
    }

    private void serve() throws IOException {
        String host = required(kind.equals("tei") ? "--hostname" : "--host");
        HttpServer server = HttpServer.create(new InetSocketAddress(host, Integer.parseInt(required("--port"))), 1024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/health", exchange -> {
            while (Files.exists(folder.resolve("hang"))) {
                pause();
            }
            answer(exchange, Files.exists(folder.resolve("sick")) ? 503 : 200, "{}");
        });
        server.createContext(
                "/v1/models",
                keyed(exchange -> answer(exchange, 200, """
                {"object":"list","data":[{"id":"%s","object":"model","max_model_len":%d}]}""".formatted(required("--served-model-name"), LONGEST))));
        server.createContext("/v1/completions", keyed(this::complete));
        server.createContext("/v1/chat/completions", keyed(StandIn::stream));
        server.createContext("/v1/embeddings", keyed(this::embed));
        server.createContext("/info", keyed(exchange -> answer(exchange, 200, """
                {"max_input_length":%d,"max_batch_tokens":16384}""".formatted(LONGEST))));
        server.createContext("/", keyed(exchange -> {
            Files.writeString(folder.resolve("called"), exchange.getRequestURI().getPath());
            answer(exchange, 200, "{\"path\":\"" + exchange.getRequestURI().getPath() + "\"}");
        }));
        server.start();
    }

    /** The first of them are answered when as many are there as the engine was said to have at once. */
    private void complete(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        if (body.contains("\"die\"") || Files.exists(folder.resolve("mortal"))) {
            Runtime.getRuntime().halt(7);
        }
        if (body.contains("\"stall\"")) {
            stall(exchange);
            return;
        }
        int tokens = Integer.parseInt(found("\"max_tokens\":(\\d+)", body));
        int read = found("\"prompt\": ?\"([^\"]*)", body).length() / TOKEN.length();
        note("read", Integer.toString(read));
        if (read + tokens > LONGEST) {
            answer(exchange, 400, "{\"error\":{\"message\":\"longer than the model takes\"}}");
        } else if (awaitOthers()) {
            boolean tells = !Files.exists(folder.resolve("untold"));
            answer(exchange, 200, """
                    {"choices":[{"text":"%s"}]%s}""".formatted(TOKEN.repeat(tokens), tells ? """
                    ,"usage":{"prompt_tokens":9,"completion_tokens":%d}""".formatted(tokens) : ""));
        } else {
            answer(exchange, 500, "{\"error\":{\"message\":\"not so many at once as was said\"}}");
        }
    }

    /** Answers nothing for long, and then until nobody reads it. */
    private void stall(HttpExchange exchange) throws IOException {
        while (Files.exists(folder.resolve("stalls"))) {
            pause();
        }
        try {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(TOKEN.getBytes(UTF_8));
                exchange.getResponseBody().flush();
            }
        } catch (IOException e) {
            note("left", e.toString());
        }
    }

    /** The first of them is answered alone. */
    private void embed(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        note("read", Integer.toString(found("\"input\": ?\"([^\"]*)", body).length() / 2));
        answer(exchange, !embedded.getAndSet(true) || awaitOthers() ? 200 : 500, """
                {"data":[{"index":0,"embedding":[0.6,0.8]}],"usage":{"prompt_tokens":4,"total_tokens":4}}""");
    }

    private static void stream(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        for (byte octet : STREAM.getBytes(UTF_8)) {
            exchange.getResponseBody().write(octet);
            exchange.getResponseBody().flush();
        }
        exchange.close();
    }

    private boolean awaitOthers() {
        allAtOnce.countDown();
        try {
            return allAtOnce.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private HttpHandler keyed(HttpHandler handler) {
        return exchange -> {
            String path = exchange.getRequestURI().getPath();
            boolean isGuarded =
                    !kind.equals("vllm") || GUARDED_BY_VLLM.matcher(path).matches();
            if (isGuarded && isStranger(exchange) && !Files.exists(folder.resolve("open"))) {
                answer(exchange, 401, "{\"error\":\"Unauthorized\"}");
            } else {
                handler.handle(exchange);
            }
        };
    }

    private boolean isStranger(HttpExchange exchange) {
        return !("Bearer " + key).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void note(String what, String line) throws IOException {
        note(folder, what, line);
    }

    private static synchronized void note(Path folder, String what, String line) throws IOException {
        Files.writeString(folder.resolve(what), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private int number(String flag) {
        return Integer.parseInt(required(flag));
    }

    private String required(String flag) {
        return Objects.requireNonNull(given.get(flag), flag);
    }

    private static Set<String> of(Map<String, Set<String>> flags, String kind) {
        return Objects.requireNonNull(flags.get(kind), kind);
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
