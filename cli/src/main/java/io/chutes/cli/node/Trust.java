package io.chutes.cli.node;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates a node believes: those of the authorities that Java ships, and those it was given. */
final class Trust {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private Trust() {}

    /** The certificates in a file, as they stand there. */
    static String read(Path file) {
        try {
            String pem = Files.readString(file, StandardCharsets.US_ASCII);
            if (certificates(pem).isEmpty()) {
                throw new CommandException(ExitStatus.USAGE, "--ca %s holds no certificate".formatted(file));
            }
            return pem;
        } catch (IOException | GeneralSecurityException e) {
            throw new CommandException(
                    ExitStatus.USAGE, "--ca %s must be certificates in PEM: %s".formatted(file, e), e);
        }
    }

    /**
     * A client that believes them.
     *
     * @param pem certificates beside the usual ones, null for none
     */
    static HttpClient http(@Nullable String pem) {
        var http = HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT);
        try {
            return pem == null ? http.build() : http.sslContext(context(pem)).build();
        } catch (IOException | GeneralSecurityException e) {
            throw new CommandException(ExitStatus.USAGE, "The node's certificates cannot be used: " + e, e);
        }
    }

    private static SSLContext context(String pem) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        List<Certificate> all = new ArrayList<>(usual());
        all.addAll(certificates(pem));
        for (Certificate certificate : all) {
            trusted.setCertificateEntry("c" + trusted.size(), certificate);
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers(trusted).getTrustManagers(), null);
        return context;
    }

    private static List<X509Certificate> usual() throws GeneralSecurityException {
        return Arrays.stream(managers(null).getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                .toList();
    }

    private static TrustManagerFactory managers(@Nullable KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        return managers;
    }

    private static Collection<? extends Certificate> certificates(String pem) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }
}
