package io.chutes.platform.server;

import io.chutes.platform.price.PriceLists;
import io.chutes.platform.server.access.Permissions;
import io.chutes.platform.server.account.AccountRoutes;
import io.chutes.platform.server.account.Accounts;
import io.chutes.platform.server.account.Departures;
import io.chutes.platform.server.account.DeveloperRole;
import io.chutes.platform.server.account.Settling;
import io.chutes.platform.server.billing.BillingRoutes;
import io.chutes.platform.server.billing.BudgetRoutes;
import io.chutes.platform.server.billing.Budgets;
import io.chutes.platform.server.billing.CallCharges;
import io.chutes.platform.server.billing.ChutePriceRoutes;
import io.chutes.platform.server.billing.ChutePrices;
import io.chutes.platform.server.billing.Credit;
import io.chutes.platform.server.billing.DepositRoutes;
import io.chutes.platform.server.billing.Deposits;
import io.chutes.platform.server.billing.Faucet;
import io.chutes.platform.server.billing.Ledger;
import io.chutes.platform.server.billing.Metering;
import io.chutes.platform.server.billing.StatementRoutes;
import io.chutes.platform.server.billing.Statements;
import io.chutes.platform.server.billing.UsageReports;
import io.chutes.platform.server.chute.ChuteRoutes;
import io.chutes.platform.server.chute.Chutes;
import io.chutes.platform.server.event.EventFeed;
import io.chutes.platform.server.event.EventRoutes;
import io.chutes.platform.server.event.Events;
import io.chutes.platform.server.fleet.Fleet;
import io.chutes.platform.server.fleet.NodeCredential;
import io.chutes.platform.server.fleet.NodeCredentials;
import io.chutes.platform.server.gateway.GatewayRoutes;
import io.chutes.platform.server.image.ImageCleaning;
import io.chutes.platform.server.job.JobRoutes;
import io.chutes.platform.server.key.KeyRoutes;
import io.chutes.platform.server.key.KeyUpkeep;
import io.chutes.platform.server.key.Keys;
import io.chutes.platform.server.log.LogRoutes;
import io.chutes.platform.server.log.LogUpkeep;
import io.chutes.platform.server.node.JoinedNodes;
import io.chutes.platform.server.node.NodeRoutes;
import io.chutes.platform.server.openapi.OpenApiRoutes;
import io.chutes.platform.server.replay.StoredReplies;
import io.chutes.platform.server.scaling.ScalingRoutes;
import io.chutes.platform.server.secret.Rewrapping;
import io.chutes.platform.server.secret.SecretRoutes;
import io.chutes.platform.server.secret.Secrets;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.SoleLock;
import io.chutes.platform.server.web.Api;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.ApiServer;
import io.chutes.platform.server.web.Gate;
import io.chutes.platform.server.web.RateLimit;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The control plane, running: all features over one database, behind one port. */
public final class PlatformServer implements AutoCloseable {
    private final Database database;
    private final Fleet fleet;
    private final GatewayRoutes gateway;
    private final EventFeed feed;
    private final ApiServer server;
    private final Deque<Runnable> upkeep = new ArrayDeque<>();

    private PlatformServer(Database database, Fleet fleet, GatewayRoutes gateway, EventFeed feed, ApiServer server) {
        this.database = database;
        this.fleet = fleet;
        this.gateway = gateway;
        this.feed = feed;
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @throws PlatformException if the database or the port cannot be had, stored secrets have no master key, or a node's provider
     *     is no account
     */
    public static PlatformServer start(PlatformConfig config) {
        Database database = Database.open(config.jdbcUrl(), config.databaseUser(), config.databasePassword());
        try {
            return start(config, database);
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    private static PlatformServer start(PlatformConfig config, Database database) {
        InstantSource clock = InstantSource.system();
        byte[] pepper = config.pepper().getBytes(StandardCharsets.UTF_8);
        PriceLists prices = PriceLists.shipped();
        var keys = new Keys(database, pepper, clock);
        var ledger = new Ledger(database);
        AccessConfig access = config.access();
        var accounts = new Accounts(database, keys);
        if (access.admin() != null) {
            accounts.makeAdmin(access.admin().account(), access.admin().key());
        }
        for (NodeCredential node : config.nodes()) {
            if (node.provider() != null) {
                accounts.makeProvider(node.provider(), node.name());
            }
        }
        var departures = new Departures(database, ledger, clock);
        var credit = new Credit(database, clock);
        var chutes = new Chutes(database.jdbi(), clock, config.tryOut());
        var secrets = Secrets.open(database, config.masterKeys(), clock);
        var metering = new Metering(ledger, prices, config.billing().providerShare());
        var chutePrices = new ChutePrices(database);
        var joined = new JoinedNodes(database.jdbi(), pepper, NodeCredentials.names(config.nodes()), clock);
        var nodes = new NodeCredentials(config.nodes(), joined::holding);
        var fleet = new Fleet(
                database.jdbi(), chutes, credit, metering, prices, secrets::values, nodes, config.silence(), clock);
        var charges = new CallCharges(database, ledger, chutePrices);
        var gateway =
                new GatewayRoutes(chutes, credit, chutePrices, charges, fleet, GatewayRoutes.LONGEST_COLD_START, clock);
        var jobs = new JobRoutes(database.jdbi(), chutes, credit, chutePrices, charges, fleet, clock);

        var feed = new EventFeed(database);
        // Another control plane's doings are news as well: calls that wait here may go on.
        feed.watch(fleet::changed);

        Permissions permissions = Permissions.platform();
        var images = ImageParts.of(
                config.registry(), chutes, keys::holder, fleet::mayPull, permissions, database.jdbi(), clock);

        List<ApiRoutes> features = new ArrayList<>();
        features.addAll(images.features());
        features.add(new AccountRoutes(
                accounts,
                new DeveloperRole(database, ledger, access.developerDeposit()),
                departures,
                new RateLimit(access.limits().registrations())));
        features.add(new KeyRoutes(database, keys, clock));
        features.add(new BillingRoutes(ledger, new UsageReports(database), prices, clock));
        features.add(new StatementRoutes(new Statements(database, ledger)));
        features.add(new BudgetRoutes(new Budgets(database, clock)));
        features.add(new DepositRoutes(new Deposits(database, ledger, clock), config.billing(), clock));
        features.add(new ChutePriceRoutes(chutePrices, clock));
        features.add(
                new ChuteRoutes(database.jdbi(), clock, chutes, images.catalogue(), secrets::present, fleet, prices));
        features.add(new SecretRoutes(secrets));
        features.add(fleet.routes());
        features.add(new NodeRoutes(database.jdbi(), joined, config.silence(), fleet::changed, prices, clock));
        features.add(fleet.instances());
        features.add(new LogRoutes(
                database.jdbi(),
                chutes,
                config.logs(),
                keys::authenticate,
                () -> !fleet.signal().isClosed(),
                clock));
        features.add(new ScalingRoutes(database.jdbi(), chutes));
        features.add(new EventRoutes(new Events(database.jdbi()), feed, keys::authenticate, EventRoutes.HEARTBEAT));
        features.add(gateway);
        features.add(jobs);
        if (config.faucet()) {
            features.add(new Faucet(database, ledger));
        } else {
            permissions.without(Faucet.ROUTE);
        }
        features.add(new OpenApiRoutes(features, permissions));
        var api = new Api(
                permissions,
                new Gate(keys::authenticate, nodes::sending, images.tokens()::caller, access.limits()),
                new StoredReplies(database, pepper, clock),
                features);
        PlatformServer platform;
        try {
            ApiServer server =
                    ApiServer.start(config.host(), config.port(), access.tls(), access.ingress(), api.complete());
            platform = new PlatformServer(database, fleet, gateway, feed, server);
        } catch (RuntimeException | Error e) {
            feed.close();
            gateway.close();
            throw e;
        }
        try {
            SoleLock sole = database.soleLock("leader");
            platform.upkeep.push(sole::close);
            fleet.start(database, sole);
            platform.upkeep.push(jobs::close);
            platform.upkeep.push(jobs.dispatch()::close);
            platform.upkeep.push(jobs.upkeep()::close);
            platform.upkeep.push(KeyUpkeep.start(keys)::close);
            platform.upkeep.push(Settling.start(departures, sole)::close);
            platform.upkeep.push(LogUpkeep.start(database.jdbi(), config.logs(), clock)::close);
            platform.upkeep.push(Rewrapping.start(secrets)::close);
            if (images.own() != null) {
                platform.upkeep.push(ImageCleaning.start(images.own(), departures::settled)::close);
            }
            return platform;
        } catch (RuntimeException | Error e) {
            platform.close();
            throw e;
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    /**
     * Stops the loop, the calls, the streams of events, the server, what goes on beside it, and the connections, in that order. Instances
     * on nodes go on running.
     */
    @Override
    public void close() {
        fleet.close();
        gateway.close();
        feed.close();
        server.close();
        upkeep.forEach(Runnable::run);
        database.close();
    }
}
