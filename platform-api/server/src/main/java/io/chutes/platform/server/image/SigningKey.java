package io.chutes.platform.server.image;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** The key that registry tokens are signed with: of the curve P-256, for ES256. */
public final class SigningKey {
    private final Supplier<ECKey> key;

    private SigningKey(Supplier<ECKey> key) {
        this.key = key;
    }

    /** This process's own key, made when it is first needed; it ends with the process, as all tokens signed with it do soon after. */
    public static SigningKey ephemeral() {
        return new SigningKey(() -> Ephemeral.KEY);
    }

    /**
     * The only key of a PKCS #12 file, with the certificate that an external registry is given as root of its trust.
     *
     * @throws ImageStorageException if there is no such key
     */
    public static SigningKey read(Path keystore, String password) {
        try {
            KeyStore store = KeyStore.getInstance(keystore.toFile(), password.toCharArray());
            String alias = Collections.list(store.aliases()).stream()
                    .findFirst()
                    .orElseThrow(() -> new ImageStorageException("The keystore " + keystore + " is empty"));
            if (!(store.getKey(alias, password.toCharArray()) instanceof ECPrivateKey privateKey)
                    || !(store.getCertificate(alias).getPublicKey() instanceof ECPublicKey publicKey)
                    || !Curve.P_256.equals(Curve.forECParameterSpec(publicKey.getParams()))) {
                throw new ImageStorageException(
                        "The key '%s' of %s is not of the curve P-256; make one with keytool -genkeypair -keyalg EC -groupname secp256r1"
                                .formatted(alias, keystore));
            }
            ECKey key = new ECKey.Builder(Curve.P_256, publicKey)
                    .privateKey(privateKey)
                    .x509CertChain(
                            List.of(Base64.encode(store.getCertificate(alias).getEncoded())))
                    .keyIDFromThumbprint()
                    .build();
            return new SigningKey(() -> key);
        } catch (IOException | GeneralSecurityException | JOSEException e) {
            throw new ImageStorageException(
                    "The keystore %s cannot be read: %s".formatted(keystore, e.getMessage()), e);
        }
    }

    ECKey key() {
        return key.get();
    }

    private static final class Ephemeral {
        private static final ECKey KEY = generate();

        private static ECKey generate() {
            try {
                return new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
            } catch (JOSEException e) {
                throw new IllegalStateException("This Java runtime has no keys of the curve P-256", e);
            }
        }
    }
}
