package io.chutes.cli.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chutes.cli.Main;
import io.chutes.platform.api.Deployment;
import io.chutes.platform.api.FaucetDeposit;
import io.chutes.platform.api.InstanceState;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.LedgerTransaction;
import io.chutes.platform.api.LogLine;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.Registration;
import io.chutes.platform.client.PlatformClient;
import io.chutes.platform.fleet.NewNodeToken;
import io.chutes.platform.fleet.NodeState;
import io.chutes.platform.fleet.NodeStatus;
import io.chutes.platform.server.AccessConfig;
import io.chutes.platform.server.PlatformConfig;
import io.chutes.platform.server.PlatformServer;
import io.chutes.platform.server.billing.BillingConfig;
import io.chutes.platform.server.chute.TryOut;
import io.chutes.platform.server.fleet.Silence;
import io.chutes.platform.server.image.RegistryConfig;
import io.chutes.platform.server.log.LogLimits;
import io.chutes.platform.server.secret.MasterKeys;
import io.chutes.platform.server.web.Ingress;
import io.chutes.platform.server.web.RateLimits;
import io.chutes.platform.server.web.Tls;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A platform behind TLS and nodes in processes of their own, of which one is killed. */
final class NodesJoinTest {
    private static final String PASSWORD = "changeit";
    private static final String BOSS = "ck_" + "a".repeat(16) + "_" + "b".repeat(40);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String ELSEWHERE = "127.0.0.2";
    private static final Silence SHORT = new Silence(Duration.ofSeconds(4), Duration.ofSeconds(8));

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();
    private EmbeddedPostgres database;
    private @Nullable PlatformServer server;
    private URI address;
    private HttpClient http;

    @BeforeEach
    void start() throws Exception {
        Path store = folder.resolve("server.p12");
        keytool("-genkeypair", store, "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost");
        keytool("-exportcert", store, "-rfc", "-file", folder.resolve("ca.pem").toString());
        // A resolver of its own, or it would use the programs of another test until that removes them.
        database = EmbeddedPostgres.builder()
                .setPgBinaryResolver(
                        (system, machine) -> DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine))
                .setOverrideWorkingDirectory(folder.resolve("postgres").toFile())
                .setServerConfig("fsync", "off")
                .start();
        server = PlatformServer.start(new PlatformConfig(
                database.getJdbcUrl("postgres", "postgres"),
                "postgres",
                "postgres",
                "localhost",
                0,
                "p".repeat(32),
                MasterKeys.none(),
                new RegistryConfig.BuiltIn(folder.resolve("registry")),
                List.of(),
                true,
                BillingConfig.NONE,
                new AccessConfig(
                        Money.of("1"),
                        RateLimits.NONE,
                        new Tls.Pkcs12(store, PASSWORD),
                        Ingress.NONE,
                        new AccessConfig.FirstAdmin("boss", BOSS)),
                SHORT,
                TryOut.USUAL,
                LogLimits.USUAL));
        address = URI.create("https://localhost:" + server.port());
        http = Trust.http(Trust.read(folder.resolve("ca.pem")));
    }

    @AfterEach
    void stop() throws Exception {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        if (server != null) {
            server.close();
        }
        database.close();
    }

    @Test
    void replacesTheInstancesOfANodeThatIsKilled() throws Exception {
        var boss = new PlatformClient(address, BOSS, http);
        Process one = join(boss, "one");
        Process two = join(boss, "two");
        await().atMost(PATIENCE)
                .until(() -> boss.nodes(null).items().stream()
                                .filter(node -> node.status() == NodeStatus.READY)
                                .count()
                        == 2);
        assertThat(boss.node("one").capacity().gpus()).containsEntry("L4", 1);
        assertThat(permissions(folder.resolve("one/membership.json"))).isEqualTo("rw-------");
        String key = new PlatformClient(address, null, http)
                .register(new Registration("alice"))
                .key();
        var alice = new PlatformClient(address, key, http);
        alice.faucet(new FaucetDeposit("first", Money.of("50")));
        alice.becomeDeveloper();
        alice.deploy(new Deployment(new HelloImage(address, key, http).push()));
        InstanceState first = ready(alice, Set.of());
        assertThat(greet(key)).isEqualTo("{\"message\":\"hello\"}");
        await().atMost(PATIENCE).until(() -> !usage(alice, first).isEmpty());
        await().atMost(PATIENCE).until(() -> alice.instanceLogs(first.id(), null, null, null, null).items().stream()
                .anyMatch(NodesJoinTest::isGreeting));

        Process killed = "one".equals(node(first)) ? one : two;
        List<ProcessHandle> orphans = killed.descendants().toList();
        killed.destroyForcibly().waitFor();
        InstanceState second = ready(alice, Set.of(first.id()));

        assertThat(orphans).isNotEmpty().allMatch(ProcessHandle::isAlive);
        assertThat(node(second)).isNotEqualTo(node(first));
        InstanceState lost = alice.instance(first.id());
        assertThat(lost.status()).isEqualTo(InstanceStatus.FAILED);
        assertThat(lost.reason()).isEqualTo("node " + node(first) + " was lost: nothing heard of it for 8s");
        assertThat(boss.node(node(first)).status()).isEqualTo(NodeStatus.LOST);
        assertThat(greet(key)).isEqualTo("{\"message\":\"hello\"}");
        assertThat(addresses()).containsExactlyInAnyOrder("one at 127.0.0.1", "two at " + ELSEWHERE);
        List<String> booked = usage(alice, first);

        Process back = command(
                node(first), "run", "--data", folder.resolve(node(first)).toString());
        await().atMost(PATIENCE).until(() -> boss.node(node(first)).status() == NodeStatus.READY);
        await().atMost(PATIENCE).until(() -> orphans.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(usage(alice, first)).isEqualTo(booked);
        List<LogLine> told = new ArrayList<>();
        alice.followInstanceLogs(first.id(), null, told::add);
        assertThat(told).filteredOn(NodesJoinTest::isGreeting).hasSize(1);
        List<LogLine> lastOfIt = new ArrayList<>();
        alice.followChuteLogs(first.chute(), first.id(), null, 1, null, lastOfIt::add);
        assertThat(lastOfIt).containsExactly(told.getLast());

        boss.drainNode(node(second));
        InstanceState third = ready(alice, Set.of(first.id(), second.id()));
        assertThat(node(third)).isEqualTo(node(first));
        await().atMost(PATIENCE).until(() -> boss.node(node(second)).status() == NodeStatus.DRAINED);
        boss.deleteNode(node(second));
        Process deleted = killed == one ? two : one;
        assertThat(deleted.waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(deleted.exitValue()).isEqualTo(1);
        assertThat(Files.readString(folder.resolve(node(second) + ".log")))
                .contains("chutes: " + address + " no longer lets the node " + node(second) + " in");

        back.destroy();
        assertThat(back.waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(alice.instance(third.id()).status().isFinal()).isTrue();
        assertThat(boss.nodes(null).items()).extracting(NodeState::name).containsExactly(node(first));
    }

    private Process join(PlatformClient boss, String name) throws Exception {
        String token = boss.createNodeToken(new NewNodeToken(null, null)).token();
        return command(
                name,
                "join",
                token,
                "--platform",
                address.toString(),
                "--ca",
                folder.resolve("ca.pem").toString(),
                "--name",
                name,
                "--gpus",
                "L4=1",
                "--address",
                name.equals("two") ? ELSEWHERE : "127.0.0.1",
                "--data",
                folder.resolve(name).toString());
    }

    private Process command(String name, String... arguments) throws Exception {
        List<String> command = Stream.concat(
                        Stream.of(
                                java("java"),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                                Main.class.getName(),
                                "node"),
                        Stream.of(arguments))
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(name + ".log").toFile()))
                .start();
        started.add(process);
        return process;
    }

    private static InstanceState ready(PlatformClient alice, Set<String> but) {
        return await().atMost(PATIENCE)
                .until(
                        () -> alice.instances(null, "hello", InstanceStatus.READY).items().stream()
                                .filter(it -> !but.contains(it.id()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static String node(InstanceState instance) {
        return Objects.requireNonNull(instance.node());
    }

    private String greet(String key) throws Exception {
        var request = HttpRequest.newBuilder(address.resolve("/c/alice/hello/greet"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))
                .build();
        return http.send(request, BodyHandlers.ofString(UTF_8)).body();
    }

    /** Where instances answer, as the platform has it. */
    private List<String> addresses() throws SQLException {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("select node, address from instance where address is not null")) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString("node") + " at "
                        + URI.create(rows.getString("address")).getHost());
            }
            return found;
        }
    }

    private static List<String> usage(PlatformClient alice, InstanceState instance) {
        return alice.ledger(null).items().stream()
                .map(LedgerTransaction::cause)
                .filter(cause -> cause.startsWith("usage:" + instance.id() + ":"))
                .toList();
    }

    private static boolean isGreeting(LogLine line) {
        return line.line().path("text").asText().equals("greeting");
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private void keytool(String what, Path store, String... options) throws Exception {
        List<String> command = Stream.concat(
                        Stream.of(
                                java("keytool"),
                                what,
                                "-alias",
                                "server",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                PASSWORD),
                        Stream.of(options))
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }
}
