package io.chutes.platform.server;

import io.chutes.platform.server.billing.BillingConfig;
import io.chutes.platform.server.fleet.NodeCredential;
import io.chutes.platform.server.fleet.TestPlatform;
import io.chutes.platform.server.image.RegistryConfig;
import io.chutes.platform.server.secret.MasterKeys;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The control plane as a process of its own, to be killed: its first line is its port, and it ends with its input. */
final class ServerProgram {
    static final String PAYMENTS = "stripe";
    static final String SECRET = "a-secret-of-a-payment-provider-0123456789";
    static final String PROVIDER = "bob";
    static final NodeCredential NODE =
            new NodeCredential("one", TestPlatform.credential("one").token(), PROVIDER);

    private ServerProgram() {}

    /** Takes the address of the database and the folder of the registry. */
    public static void main(String[] arguments) throws Exception {
        var config = new PlatformConfig(
                arguments[0],
                "postgres",
                "postgres",
                "localhost",
                0,
                "p".repeat(32),
                MasterKeys.none(),
                new RegistryConfig.BuiltIn(Path.of(arguments[1])),
                List.of(NODE),
                false,
                new BillingConfig(new BigDecimal("0.7"), Map.of(PAYMENTS, SECRET)),
                AccessConfig.EMBEDDED);
        try (var platform = PlatformServer.start(config)) {
            System.out.println(platform.port());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
