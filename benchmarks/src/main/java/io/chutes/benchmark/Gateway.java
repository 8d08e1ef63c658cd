package io.chutes.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a call costs on its way through the gateway, against Debian's {@code nginx} as a proxy in front of the same instance: {@link Echo}
 * behind the whole runtime, asked with JSON of one small record by {@code wrk}. Latency is what 1 connection sees beside the instance itself,
 * throughput what 32 get. Each takes its turn; printed are medians and their ratios, and the processor time that a call takes of each process
 * itself, which neither the load beside it nor {@code wrk} on the same processors changes. Needs {@code wrk} and {@code nginx-light}.
 */
public final class Gateway {
    private static final int ROUNDS = 5;

    /** Answers, not seconds: code is compiled by how often it ran, however busy the machine is. */
    private static final int WARM_UP = 150_000;

    private static final int SECONDS = 5;
    private static final int MANY = 32;
    private static final int CONCURRENCY = 256;

    private Gateway() {}

    /** Measures and prints. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.of("gateway");
                var instance = instance(scratch.folder());
                var nginx = nginx(scratch.folder(), instance.port());
                var platform = GatewayProcess.start(scratch.folder(), "echo", CONCURRENCY, instance.port())) {
            Path script = Files.writeString(scratch.folder().resolve("echo.lua"), """
                    wrk.method = "POST"
                    wrk.body = '{"text":"Hello, Duke!","number":42,"flag":true}'
                    wrk.headers["Content-Type"] = "application/json"
                    wrk.headers["Authorization"] = "Bearer %s"
                    """.formatted(platform.key()));
            var direct = new Way("instance", "http://127.0.0.1:" + instance.port() + "/echo", instance.process());
            var proxied = new Way("nginx", "http://127.0.0.1:" + nginx.port() + "/echo", nginx.process());
            var ours = new Way(
                    "gateway", platform.address() + "/echo", platform.server().process());
            List<Way> ways = List.of(direct, proxied, ours);
            for (Way way : ways) {
                way.warmUp(script);
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (Way way : ways) {
                    way.measure(script);
                }
            }
            ways.forEach(Way::print);
            System.out.printf(
                    "gateway: %.2f x nginx's answers a second (aim 0.4); adds %.2f x what nginx adds in the middle (aim 3), %.2f x at p99; takes %.2f x its processor time%n",
                    ours.rate() / proxied.rate(),
                    (ours.p50() - direct.p50()) / (proxied.p50() - direct.p50()),
                    (ours.p99() - direct.p99()) / (proxied.p99() - direct.p99()),
                    ours.processor() / proxied.processor());
        }
    }

    private static ServerProcess instance(Path folder) throws IOException, InterruptedException {
        ServerProcess process = ServerProcess.start(
                folder,
                folder.resolve("instance.log"),
                ServerProcess.freePort(),
                ServerProcess.java("io.chutes.runtime.Main", "META-INF/chutes/echo.json"));
        process.awaitAnswers();
        return process;
    }

    private static ServerProcess nginx(Path folder, int instance) throws IOException, InterruptedException {
        int port = ServerProcess.freePort();
        Path config =
                Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                master_process off;
                pid %1$s/nginx.pid;
                error_log stderr warn;
                events { worker_connections 1024; }
                http {
                    access_log off;
                    client_body_temp_path %1$s/nginx-bodies;
                    proxy_temp_path %1$s/nginx-proxied;
                    fastcgi_temp_path %1$s/nginx-fastcgi;
                    uwsgi_temp_path %1$s/nginx-uwsgi;
                    scgi_temp_path %1$s/nginx-scgi;
                    keepalive_requests 1000000000;
                    upstream instance { server 127.0.0.1:%2$d; keepalive 64; keepalive_requests 1000000000; }
                    server {
                        listen 127.0.0.1:%3$d;
                        location / {
                            proxy_pass http://instance;
                            proxy_http_version 1.1;
                            proxy_set_header Connection "";
                        }
                    }
                }
                """.formatted(folder.toAbsolutePath(), instance, port));
        ServerProcess process = ServerProcess.start(
                folder, folder.resolve("nginx.log"), port, List.of("/usr/sbin/nginx", "-c", config.toString()));
        process.awaitAnswers();
        TimeUnit.MILLISECONDS.sleep(100);
        process.checkAlive();
        return process;
    }

    /** One of those that are compared. */
    private record Way(
            String name,
            String url,
            Process process,
            List<Wrk.Answers> many,
            List<Wrk.Answers> one,
            List<Double> taken) {
        Way(String name, String url, Process process) {
            this(name, url, process, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        void warmUp(Path script) throws IOException, InterruptedException {
            for (double answers = 0; answers < WARM_UP; ) {
                answers += ask(script, MANY).rate() * SECONDS;
            }
        }

        void measure(Path script) throws IOException, InterruptedException {
            Duration before = used();
            Wrk.Answers answers = ask(script, MANY);
            taken.add(used().minus(before).toNanos() / 1e3 / (answers.rate() * SECONDS));
            many.add(answers);
            one.add(ask(script, 1));
        }

        private Duration used() {
            return process.info().totalCpuDuration().orElseThrow();
        }

        private Wrk.Answers ask(Path script, int connections) throws IOException, InterruptedException {
            return Wrk.ask(url, connections, SECONDS, List.of("-s", script.toString()));
        }

        double processor() {
            return Wrk.median(taken);
        }

        double rate() {
            return Wrk.median(many.stream().map(Wrk.Answers::rate).toList());
        }

        double p50() {
            return Wrk.median(one.stream().map(Wrk.Answers::p50).toList());
        }

        double p99() {
            return Wrk.median(one.stream().map(Wrk.Answers::p99).toList());
        }

        void print() {
            System.out.printf(
                    "%-8s %6.0f answers a second to %d connections, %3.0f us of processor each; to 1: p50 %4.0f us, p99 %5.0f us%n",
                    name, rate(), MANY, processor(), p50(), p99());
        }
    }
}
