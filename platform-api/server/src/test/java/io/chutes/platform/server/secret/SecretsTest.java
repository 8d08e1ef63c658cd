package io.chutes.platform.server.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.server.account.Accounts;
import io.chutes.platform.server.key.Keys;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.TestDatabase;
import io.chutes.platform.server.web.ApiException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Secrets in a real database, and what they are worth to somebody who can write there. */
final class SecretsTest {
    private static final String K1 = MasterKeys.generate("k1");
    private static final String K2 = MasterKeys.generate("k2");

    private final Database database = TestDatabase.fresh();
    private long alice;
    private long bobby;

    @BeforeEach
    void register() {
        var accounts = new Accounts(database, new Keys(database, new byte[32], InstantSource.system()));
        accounts.register("alice");
        accounts.register("bobby");
        alice = id("alice");
        bobby = id("bobby");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void givesAChuteItsOwnBeforeTheAccounts() {
        Secrets secrets = open(K1);
        secrets.put(new SecretPlace(alice, "", "TOKEN"), "for all");
        secrets.put(new SecretPlace(alice, "", "OTHER"), "other");
        secrets.put(new SecretPlace(alice, "hello", "TOKEN"), "for hello");
        secrets.put(new SecretPlace(bobby, "", "TOKEN"), "of bobby");

        assertThat(values(secrets, alice, "hello")).isEqualTo(Map.of("TOKEN", "for hello", "OTHER", "other"));
        assertThat(values(secrets, alice, "world")).isEqualTo(Map.of("TOKEN", "for all", "OTHER", "other"));
        assertThat(values(secrets, bobby, "hello")).isEqualTo(Map.of("TOKEN", "of bobby"));
        assertThat(secrets.present(alice, "hello", List.of("TOKEN", "ABSENT"))).containsExactly("TOKEN");
    }

    @Test
    void sealsTheSameValueDifferentlyEachTime() {
        Secrets secrets = open(K1);
        secrets.put(new SecretPlace(alice, "", "ONE"), "same");
        secrets.put(new SecretPlace(alice, "", "TWO"), "same");

        assertThat(database.jdbi().<List<String>, RuntimeException>withHandle(handle -> handle.createQuery(
                                "select encode(sealed, 'hex') from secret union select encode(wrapped_key, 'hex') from secret")
                        .mapTo(String.class)
                        .list()))
                .hasSize(4);
    }

    @Test
    void opensNothingThatWasMovedSwappedOrChanged() {
        for (String change : List.of(
                "name = 'TOKEN2'",
                "chute = 'hello'",
                "account_id = " + bobby,
                "sealed = set_byte(t.sealed, 14, get_byte(t.sealed, 14) # 1)",
                "wrapped_key = set_byte(t.wrapped_key, 0, get_byte(t.wrapped_key, 0) # 1)",
                "sealed = substring(t.sealed from 1 for 3)",
                "sealed = o.sealed, wrapped_key = o.wrapped_key")) {
            Secrets secrets = open(K1);
            secrets.put(new SecretPlace(alice, "", "TOKEN"), "value");
            secrets.put(new SecretPlace(alice, "", "OTHER"), "other");

            execute("update secret t set " + change + " from secret o where t.name = 'TOKEN' and o.name = 'OTHER'");

            assertThat(values(secrets, alice, "hello")).as(change).isEqualTo(Map.of("OTHER", "other"));
            assertThat(values(secrets, bobby, "hello")).as(change).isEmpty();
            execute("delete from secret");
        }
    }

    @Test
    void doesNotStartWithoutTheKeyOfWhatIsStored() {
        open(K1).put(new SecretPlace(alice, "", "TOKEN"), "value");

        assertThatThrownBy(() -> Secrets.open(database, MasterKeys.none(), InstantSource.system()))
                .isInstanceOf(SecretException.class)
                .hasMessageContaining("under master key 'k1'")
                .hasMessageContaining(MasterKeys.VARIABLE);
        assertThatThrownBy(() -> open(K2)).hasMessageContaining("under master key 'k1'");
        assertThatThrownBy(() -> open(MasterKeys.generate("k1")))
                .isInstanceOf(SecretException.class)
                .hasMessageContaining("'k1' is not the one");
    }

    @Test
    void keepsNoSecretWithoutAKey() {
        Secrets keyless = Secrets.open(database, MasterKeys.none(), InstantSource.system());

        assertThatThrownBy(() -> keyless.put(new SecretPlace(alice, "", "TOKEN"), "value"))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status()).isEqualTo(503))
                .hasMessageContaining(MasterKeys.VARIABLE);
    }

    @Test
    void movesToANewKeyWhileTheOldOneIsStillRead() throws InterruptedException {
        Secrets before = open(K1);
        for (int i = 0; i < 64; i++) {
            before.put(new SecretPlace(alice, "", "S" + i), "value " + i);
            before.put(new SecretPlace(bobby, "hello", "S" + i), "value " + i);
        }
        Secrets during = open(K2 + "\n" + K1);
        assertThat(during.present(alice, "hello", List.of("S0"))).hasSize(1);
        assertThat(value(during, "S63")).isEqualTo("value 63");

        try (var _ = Rewrapping.start(during)) {
            await(() -> open(K2));
        }

        assertThat(value(open(K2), "S63")).isEqualTo("value 63");
        assertThatThrownBy(() -> open(K1)).hasMessageContaining("under master key 'k2'");
    }

    @Test
    void movesTheOthersIfOneDoesNotOpen() {
        open(K1).put(new SecretPlace(alice, "", "BROKEN"), "value");
        open(K1).put(new SecretPlace(bobby, "", "WHOLE"), "value");
        Secrets secrets = open(K2 + "\n" + K1);
        execute("update secret set wrapped_key = substring(wrapped_key from 1 for 3) where name = 'BROKEN'");

        List<SecretPlace> looked = secrets.rewrap(new SecretPlace(0, "", ""), 10);

        assertThat(looked).hasSize(2);
        assertThat(secrets.rewrap(looked.getLast(), 10)).isEmpty();
        assertThat(database.jdbi().<String, RuntimeException>withHandle(handle -> handle.createQuery(
                                "select master_key from secret where name = 'WHOLE'")
                        .mapTo(String.class)
                        .one()))
                .isEqualTo("k2");
    }

    private Secrets open(String keys) {
        return Secrets.open(database, MasterKeys.parse(keys, "this test"), InstantSource.system());
    }

    private String value(Secrets secrets, String name) {
        return database.jdbi()
                .withHandle(handle -> secrets.values(handle, alice, "hello", List.of(name)))
                .getOrDefault(name, "");
    }

    private Map<String, String> values(Secrets secrets, long account, String chute) {
        return database.jdbi()
                .withHandle(handle -> secrets.values(handle, account, chute, List.of("TOKEN", "OTHER", "TOKEN2")));
    }

    private void execute(String sql) {
        database.jdbi().useHandle(handle -> handle.execute(sql));
    }

    private long id(String name) {
        return database.jdbi().withHandle(handle -> handle.createQuery("select id from account where name = :name")
                .bind("name", name)
                .mapTo(Long.class)
                .one());
    }

    private static void await(Runnable succeeds) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            try {
                succeeds.run();
                return;
            } catch (SecretException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(10);
            }
        }
    }
}
