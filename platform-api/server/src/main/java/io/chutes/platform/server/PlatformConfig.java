package io.chutes.platform.server;

import io.chutes.platform.server.billing.BillingConfig;
import io.chutes.platform.server.chute.TryOut;
import io.chutes.platform.server.fleet.NodeCredential;
import io.chutes.platform.server.fleet.Silence;
import io.chutes.platform.server.image.RegistryConfig;
import io.chutes.platform.server.log.LogLimits;
import io.chutes.platform.server.secret.MasterKeys;
import java.util.List;

/**
 * What a platform is told when it starts.
 *
 * @param jdbcUrl its PostgreSQL database
 * @param databaseUser who it is there
 * @param databasePassword how it shows that
 * @param host the address to listen on
 * @param port the port, 0 for any that is free
 * @param pepper secret of at least 32 characters that keys are hashed with; the same for the life of the database
 * @param masterKeys the keys that secrets are kept under; {@link MasterKeys#none} for a platform that keeps none
 * @param registry where images are kept
 * @param nodes the nodes that are let in
 * @param faucet whether anybody may ask for play money
 * @param billing who else earns and pays in
 * @param access who may come in, and how
 * @param silence how long nodes may say nothing
 * @param tryOut when a new version is given up
 * @param logs what is kept of what instances write
 */
public record PlatformConfig(
        String jdbcUrl,
        String databaseUser,
        String databasePassword,
        String host,
        int port,
        String pepper,
        MasterKeys masterKeys,
        RegistryConfig registry,
        List<NodeCredential> nodes,
        boolean faucet,
        BillingConfig billing,
        AccessConfig access,
        Silence silence,
        TryOut tryOut,
        LogLimits logs) {
    public PlatformConfig {
        nodes = List.copyOf(nodes);
    }

    /** One that waits for silent nodes, tries versions out and keeps logs as usual. */
    public PlatformConfig(
            String jdbcUrl,
            String databaseUser,
            String databasePassword,
            String host,
            int port,
            String pepper,
            MasterKeys masterKeys,
            RegistryConfig registry,
            List<NodeCredential> nodes,
            boolean faucet,
            BillingConfig billing,
            AccessConfig access) {
        this(
                jdbcUrl,
                databaseUser,
                databasePassword,
                host,
                port,
                pepper,
                masterKeys,
                registry,
                nodes,
                faucet,
                billing,
                access,
                Silence.USUAL,
                TryOut.USUAL,
                LogLimits.USUAL);
    }

    /** Hides the secrets. */
    @Override
    public String toString() {
        return "PlatformConfig[" + jdbcUrl + ", " + host + ":" + port + ", nodes " + nodes + "]";
    }
}
