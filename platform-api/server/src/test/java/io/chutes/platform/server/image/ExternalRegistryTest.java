package io.chutes.platform.server.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.server.Patience;
import io.chutes.platform.server.account.TestAccounts;
import io.chutes.platform.server.fleet.NodeCredential;
import io.chutes.platform.server.fleet.NodeCredentials;
import io.chutes.platform.server.fleet.TestPlatform;
import io.chutes.platform.server.key.Keys;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.TestDatabase;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiServer;
import io.chutes.platform.server.web.Gate;
import io.chutes.platform.server.web.HttpCaller;
import io.chutes.platform.server.web.TestApi;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry of the Distribution project, which lets in whom our tokens let in. */
final class ExternalRegistryTest {
    private static final String PROGRAM = "docker-registry";
    private static final String OVER_HTTP = "sendCredentialsOverHttp";
    private static final String DIGEST = "sha256:" + "0".repeat(64);
    private static final String LABEL = "{\"schema\":2}";

    @TempDir
    Path folder;

    @Test
    void takesOurTokens() throws Exception {
        assumeTrue(isInstalled(), PROGRAM + " is not installed on this machine");
        int port = freePort();
        Path keystore = keystore();
        URI address = URI.create("http://127.0.0.1:" + port);
        try (Database database = TestDatabase.fresh()) {
            var keys = new Keys(database, new byte[32], InstantSource.system());
            String alice = TestAccounts.developer(database, keys, "alice");
            String bobby = TestAccounts.developer(database, keys, "bobby");
            var tokens = new RegistryTokens(
                    SigningKey.read(keystore, "changeit"),
                    "images",
                    keys::holder,
                    (_, repository) -> repository.equals("alice/hello"),
                    InstantSource.system());
            NodeCredential node = TestPlatform.credential("one");
            var gate = new Gate(keys::authenticate, new NodeCredentials(List.of(node))::sending);
            ApiServer platform = ApiServer.start(
                    "127.0.0.1", 0, TestApi.of(gate, new TokenRoutes(tokens), new ExternalImageRoutes(address)));
            Process registry = start(port, platform.port());
            System.setProperty(OVER_HTTP, "true");
            try {
                JibContainer pushed = push(port, "alice/hello", alice);

                var external = new ExternalRegistry(address, tokens);
                String digest = pushed.getDigest().toString();
                assertThat(external.chuteManifest("alice/hello", digest)).contains(LABEL);
                assertThat(external.chuteManifest("alice/absent", digest)).isEmpty();
                assertThat(pull(platform, address, digest, node.token())).isEqualTo(200);
                assertThat(pull(platform, address, digest, bobby)).isEqualTo(401);
                try (var caller = new HttpCaller(platform)) {
                    HttpResponse<String> listed = caller.get("/v1/images", TestPlatform.bearer(alice));
                    assertThat(listed.statusCode()).isEqualTo(501);
                    assertThat(listed.body()).contains(address.toString(), "RegistryConfig.External");
                }
                assertThatThrownBy(() -> push(port, "alice/hello", bobby)).isInstanceOf(Exception.class);
                assertThatThrownBy(() -> push(port, "alice/hello", "ck_none")).isInstanceOf(Exception.class);
            } finally {
                System.clearProperty(OVER_HTTP);
                registry.destroy();
                registry.waitFor(60, TimeUnit.SECONDS);
                platform.close();
            }
        }
    }

    @Test
    void saysThatTheRegistryIsAtFault() throws Exception {
        var tokens = new RegistryTokens(
                SigningKey.ephemeral(),
                "images",
                key -> {
                    throw ApiException.unauthorized(key);
                },
                (_, _) -> false,
                InstantSource.system());
        HttpServer registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/v2/alice/broken", exchange -> {
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        registry.createContext("/v2/alice/other", exchange -> answer(exchange, 2));
        registry.createContext("/v2/alice/large", exchange -> answer(exchange, (16 << 20) + 1));
        var silence = new CountDownLatch(1);
        registry.createContext("/v2/alice/slow", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            try {
                silence.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        registry.start();
        URI address = URI.create("http://127.0.0.1:" + registry.getAddress().getPort());
        try {
            var external = new ExternalRegistry(address, tokens);
            assertBadGateway(external, "alice/broken", address.toString(), "it answered 500");
            assertBadGateway(external, "alice/other", "/v2/alice/other/manifests/" + DIGEST, "is not " + DIGEST);
            assertBadGateway(external, "alice/large", Integer.toString(16 << 20));
            var impatient = new ExternalRegistry(address, tokens, Duration.ofMillis(200));
            assertBadGateway(impatient, "alice/slow", "it took longer than 200 ms");
        } finally {
            silence.countDown();
            registry.stop(0);
        }
        assertBadGateway(new ExternalRegistry(address, tokens), "alice/gone", address.toString(), "ConnectException");
    }

    @Test
    void refusesAnAddressWithAPath() {
        URI address = URI.create("https://example.org/registry");

        assertThatThrownBy(() -> new RegistryConfig.External(address, "images", SigningKey.ephemeral()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'https://example.org/registry'");
    }

    private static void answer(HttpExchange exchange, int length) throws IOException {
        exchange.sendResponseHeaders(200, length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(new byte[length]);
        }
    }

    private static void assertBadGateway(ExternalRegistry external, String repository, String... told) {
        var failure = catchThrowableOfType(ApiException.class, () -> external.chuteManifest(repository, DIGEST));
        assertThat(failure.status()).isEqualTo(502);
        assertThat(failure.detail()).contains(told);
    }

    /** Pulls a manifest as a node does, with the token that the platform gives for what it shows. */
    private static int pull(ApiServer platform, URI registry, String digest, String credential) throws Exception {
        try (var caller = new HttpCaller(platform)) {
            String scope = "/v2/token?service=images&scope=repository:alice/hello:pull";
            String token = HttpCaller.json(caller.get(scope, TestPlatform.bearer(credential)))
                    .path("token")
                    .asText();
            var request = caller.request("/", TestPlatform.bearer(token))
                    .uri(registry.resolve("/v2/alice/hello/manifests/" + digest))
                    .header("Accept", MediaType.OCI_IMAGE.text() + ", " + MediaType.DOCKER_IMAGE.text());
            return caller.send(request).statusCode();
        }
    }

    private JibContainer push(int port, String repository, String key) throws Exception {
        var image = RegistryImage.named("127.0.0.1:" + port + "/" + repository + ":latest")
                .addCredential("chutes", key);
        return Jib.fromScratch()
                .addLabel(Manifest.IMAGE_LABEL, LABEL)
                .containerize(Containerizer.to(image)
                        .setAllowInsecureRegistries(true)
                        .setApplicationLayersCache(folder.resolve("cache"))
                        .setBaseImageLayersCache(folder.resolve("base")));
    }

    private Process start(int port, int platform) throws IOException {
        Path config = Files.writeString(folder.resolve("registry.yml"), """
                version: 0.1
                storage:
                  filesystem:
                    rootdirectory: %s
                http:
                  addr: 127.0.0.1:%d
                auth:
                  token:
                    realm: http://127.0.0.1:%d/v2/token
                    service: images
                    issuer: chutes
                    rootcertbundle: %s
                """.formatted(
                        folder.resolve("images"), port, platform, folder.resolve("certificate.pem")));
        Process process = new ProcessBuilder(PROGRAM, "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("registry.log").toFile())
                .start();
        Patience.await().until(() -> answers(port));
        return process;
    }

    /** As an operator makes it, with the JDK's own tool. */
    private Path keystore() throws IOException, InterruptedException {
        Path keystore = folder.resolve("registry.p12");
        List<String> store = List.of("-keystore", keystore.toString(), "-storepass", "changeit", "-alias", "registry");
        keytool(
                store,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=chutes",
                "-validity",
                "9");
        keytool(
                store,
                "-exportcert",
                "-rfc",
                "-file",
                folder.resolve("certificate.pem").toString());
        return keystore;
    }

    private static void keytool(List<String> store, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(store);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0)
                .as("%s", command)
                .isTrue();
    }

    private static boolean answers(int port) {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isInstalled() {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(entry -> Files.isExecutable(Path.of(entry).resolve(PROGRAM)));
    }
}
