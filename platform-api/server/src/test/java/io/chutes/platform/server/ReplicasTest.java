package io.chutes.platform.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.api.CreatedKey;
import io.chutes.platform.api.Event;
import io.chutes.platform.api.KeySettings;
import io.chutes.platform.api.KeyState;
import io.chutes.platform.api.Problem;
import io.chutes.platform.api.Registration;
import io.chutes.platform.api.Role;
import io.chutes.platform.client.PlatformClient;
import io.chutes.platform.client.PlatformException;
import io.chutes.platform.client.Tagged;
import io.chutes.platform.server.billing.BillingConfig;
import io.chutes.platform.server.image.RegistryConfig;
import io.chutes.platform.server.secret.MasterKeys;
import io.chutes.platform.server.storage.TestDatabase;
import io.chutes.platform.server.web.Ingress;
import io.chutes.platform.server.web.RateLimits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two control planes over one database, as the clients of either meet them. */
final class ReplicasTest {
    private static final String BOSS = "ck_" + "b".repeat(16) + "_" + "b".repeat(40);
    private static final KeySettings ADMIN = new KeySettings("second", true, List.of(), null, null);
    private static final KeySettings CHANGED = new KeySettings("changed", true, List.of(), null, null);

    @TempDir
    private static Path folder;

    private static final String URL = TestDatabase.freshUrl();

    private static PlatformServer one;
    private static PlatformServer two;
    private static String alice;

    @BeforeAll
    static void start() {
        one = PlatformServer.start(config("boss"));
        two = PlatformServer.start(config("boss"));
        alice = client(one, null).register(new Registration("alice")).key();
    }

    @AfterAll
    static void stop() {
        two.close();
        one.close();
    }

    @Test
    void theFirstAdministratorRunsThePlatformFromItsFirstStart() {
        for (PlatformServer server : List.of(one, two)) {
            assertThat(client(server, BOSS).me().roles()).contains(Role.ADMIN);
            assertThat(client(server, BOSS).suspense(null).items()).isEmpty();
            assertStatus(() -> client(server, alice).suspense(null), 403);
        }
        assertThat(client(two, BOSS).events(null).items())
                .extracting(Event::type)
                .containsOnlyOnce("account.registered");
    }

    @Test
    void nobodyBecomesTheFirstAdministratorByHavingItsName() {
        PlatformConfig config = config("alice");

        assertThatThrownBy(() -> PlatformServer.start(config))
                .hasMessage("The account 'alice' is there and is no administrator; name another as the first one");
    }

    @Test
    void aKeyThatIsRevokedAtOneIsRefusedThereAtOnceAndAtTheOtherWithinASecond() {
        CreatedKey made = client(one, alice).createKey(ADMIN);
        PlatformClient here = client(one, made.key());
        PlatformClient there = client(two, made.key());
        here.me();
        there.me();

        client(one, alice).deleteKey(made.state().id());

        long revoked = System.nanoTime();
        assertStatus(here::me, 401);
        long lastTaken = revoked;
        for (long sent = revoked; isTaken(there); sent = System.nanoTime()) {
            lastTaken = sent;
        }
        // Not how long it took, which the machine decides, but when what was still taken was sent.
        assertThat(Duration.ofNanos(lastTaken - revoked)).isLessThan(Duration.ofSeconds(1));
        assertStatus(there::me, 401);
    }

    @Test
    void whatIsAskedForAtBothWithOneKeyIsMadeOnce() {
        String key = UUID.randomUUID().toString();

        CreatedKey first = client(one, alice).withIdempotencyKey(key).createKey(ADMIN);
        CreatedKey second = client(two, alice).withIdempotencyKey(key).createKey(ADMIN);

        assertThat(second).isEqualTo(first);
        assertThat(client(two, second.key()).me().name()).isEqualTo("alice");
        assertStatus(() -> client(two, alice).withIdempotencyKey(key).createKey(CHANGED), 422);
    }

    @Test
    void whatHasChangedSinceItWasSeenIsNotOverwritten() {
        String id = client(one, alice).createKey(ADMIN).state().id();
        Tagged<KeyState> seen = client(one, alice).tagged(platform -> platform.key(id));

        client(two, alice).ifMatch(seen.tag()).changeKey(id, CHANGED);

        assertStatus(() -> client(one, alice).ifMatch(seen.tag()).changeKey(id, ADMIN), 412);
        assertStatus(() -> client(one, alice).ifMatch(seen.tag()).deleteKey(id), 412);
        assertThat(client(one, alice).key(id).settings()).isEqualTo(CHANGED);
        assertThatThrownBy(() -> client(one, alice).tagged(PlatformClient::balance))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no ETag");
    }

    private static boolean isTaken(PlatformClient client) {
        try {
            client.me();
            return true;
        } catch (PlatformException _) {
            return false;
        }
    }

    private static void assertStatus(Runnable request, int status) {
        assertThatThrownBy(request::run).isInstanceOfSatisfying(PlatformException.class, refusal -> assertThat(
                        refusal.problem().map(Problem::status))
                .contains(status));
    }

    private static PlatformClient client(PlatformServer server, @Nullable String key) {
        return new PlatformClient(URI.create("http://127.0.0.1:" + server.port()), key);
    }

    private static PlatformConfig config(String admin) {
        return new PlatformConfig(
                URL,
                "postgres",
                "postgres",
                "127.0.0.1",
                0,
                "p".repeat(32),
                MasterKeys.none(),
                new RegistryConfig.BuiltIn(folder.resolve(UUID.randomUUID().toString())),
                List.of(),
                false,
                BillingConfig.NONE,
                new AccessConfig(
                        AccessConfig.EMBEDDED.developerDeposit(),
                        RateLimits.NONE,
                        null,
                        Ingress.NONE,
                        new AccessConfig.FirstAdmin(admin, BOSS)));
    }
}
