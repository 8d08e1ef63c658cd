package io.chutes.platform.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers behind certificates that the JDK's keytool has just made. */
final class TlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    Path folder;

    private Path store;

    @BeforeEach
    void makeKey() throws Exception {
        store = folder.resolve("server.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void answersBehindAPkcs12Store() throws Exception {
        assertAnswers(new Tls.Pkcs12(store, PASSWORD));
    }

    @Test
    void answersBehindPemFiles() throws Exception {
        KeyStore keys = new Tls.Pkcs12(store, PASSWORD).keys();
        Path certificate = folder.resolve("chain.pem");
        Path key = folder.resolve("key.pem");
        Files.writeString(
                certificate, pem("CERTIFICATE", keys.getCertificate("server").getEncoded()));
        Files.writeString(
                key,
                pem("PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()).getEncoded()));

        assertAnswers(new Tls.Pem(certificate, key));
    }

    @Test
    void namesWhatCannotBeRead() {
        assertThatThrownBy(() -> start(new Tls.Pkcs12(store, "wrong")))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("server.p12")
                .hasMessageNotContaining("wrong");
        assertThatThrownBy(() -> start(new Tls.Pem(store.resolveSibling("none.pem"), store)))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("none.pem");
    }

    private void assertAnswers(Tls tls) throws Exception {
        try (ApiServer server = start(tls);
                var http = HttpClient.newBuilder().sslContext(trust()).build()) {
            var uri = URI.create("https://localhost:%d/any".formatted(server.port()));
            var answer = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
        }
    }

    private static ApiServer start(Tls tls) {
        return ApiServer.start(
                "127.0.0.1",
                0,
                tls,
                Ingress.NONE,
                TestApi.open(Route.get("any", "/any", "Does nothing").doing(_ -> {})));
    }

    private SSLContext trust() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "server", new Tls.Pkcs12(store, PASSWORD).keys().getCertificate("server"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(what, Base64.getMimeEncoder().encodeToString(der), what);
    }
}
