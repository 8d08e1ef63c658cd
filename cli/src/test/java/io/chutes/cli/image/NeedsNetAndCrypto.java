package io.chutes.cli.image;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Run by a runtime under test: resolves a name, serves and calls HTTP, and makes TLS ready with the trusted roots. */
final class NeedsNetAndCrypto {
    private NeedsNetAndCrypto() {}

    public static void main(String... args) throws IOException, GeneralSecurityException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        URI uri = URI.create("http://localhost:" + server.getAddress().getPort());
        int status = ((HttpURLConnection) uri.toURL().openConnection()).getResponseCode();
        server.stop(0);

        SSLContext tls = SSLContext.getDefault();
        boolean modern = List.of(tls.createSSLEngine().getEnabledProtocols()).contains("TLSv1.3");
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init((KeyStore) null);
        X509Certificate[] roots = ((X509TrustManager) trust.getTrustManagers()[0]).getAcceptedIssuers();

        System.out.println(status + (modern ? " TLSv1.3 " : " ") + (roots.length > 0));
    }
}
