package io.chutes.platform.server.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Where the certificate and the key are that a server is known by. */
public sealed interface Tls {
    /** PEM files: the chain, the server's own certificate first, and its key as PKCS #8 without a password. */
    record Pem(Path certificates, Path key) implements Tls {}

    /** A PKCS #12 file with one key. */
    record Pkcs12(Path file, String password) implements Tls {
        /** Hides the password. */
        @Override
        public String toString() {
            return "Pkcs12[file=" + file + "]";
        }
    }

    /** The password of the key in {@link #keys}. */
    default String password() {
        return switch (this) {
            case Pem _ -> "in-memory";
            case Pkcs12 store -> store.password();
        };
    }

    /**
     * Reads them.
     *
     * @throws ServerStartException if they cannot be read
     */
    default KeyStore keys() {
        try {
            return switch (this) {
                case Pem pem -> read(pem);
                case Pkcs12(Path file, String password) -> {
                    try (InputStream in = Files.newInputStream(file)) {
                        KeyStore keys = KeyStore.getInstance("PKCS12");
                        keys.load(in, password.toCharArray());
                        yield keys;
                    }
                }
            };
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new ServerStartException("Could not read the certificate and key of %s: %s".formatted(this, e), e);
        }
    }

    private KeyStore read(Pem pem) throws IOException, GeneralSecurityException {
        Certificate[] chain;
        try (InputStream in = Files.newInputStream(pem.certificates())) {
            chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .toArray(Certificate[]::new);
        }
        if (chain.length == 0) {
            throw new GeneralSecurityException("there is no certificate in " + pem.certificates());
        }
        String text = Files.readString(pem.key());
        String begin = "-----BEGIN PRIVATE KEY-----";
        int from = text.indexOf(begin);
        int to = text.indexOf("-----END PRIVATE KEY-----");
        if (from < 0 || to < from) {
            throw new GeneralSecurityException(
                    "there is no '%s' in %s; openssl pkcs8 -topk8 -nocrypt makes one of other keys"
                            .formatted(begin, pem.key()));
        }
        byte[] der = Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
        PrivateKey key = KeyFactory.getInstance(chain[0].getPublicKey().getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(der));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("server", key, password().toCharArray(), chain);
        return keys;
    }
}
