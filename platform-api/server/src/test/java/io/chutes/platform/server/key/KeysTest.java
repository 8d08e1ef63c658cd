package io.chutes.platform.server.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.TestDatabase;
import io.chutes.platform.server.web.ApiException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeysTest {
    private static final byte[] PEPPER = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private static Database database;
    private static Keys keys;
    private static long alice;
    private static String key;

    @BeforeAll
    static void open() {
        database = TestDatabase.fresh();
        keys = new Keys(database, PEPPER, InstantSource.system());
        alice = database.jdbi()
                .withHandle(handle -> handle.createQuery("insert into account (name) values ('alice') returning id")
                        .mapTo(Long.class)
                        .one());
        key = database.jdbi().withHandle(handle -> keys.issue(handle, alice));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void knowsItsOwnKeyAsBearer() {
        assertThat(key).matches("ck_[0-9A-Za-z]{16}_[0-9A-Za-z]{40}");
        assertThat(keys.authenticate("Bearer " + key))
                .extracting(Principal::account, Principal::accountId)
                .containsExactly("alice", alice);
        assertThat(keys.authenticate("bearer   " + key))
                .extracting(Principal::account, Principal::accountId)
                .containsExactly("alice", alice);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "", "anybody at all"})
    void knowsItsOwnKeyAsPasswordOfAnyUser(String user) {
        assertThat(keys.authenticate(basic(user + ":" + key)).account()).isEqualTo("alice");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void asksForAKeyWhereThereIsNone(@Nullable String header) {
        assertThat(refusal(header)).contains("needs an API key", "Authorization: Bearer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ck_short_short",
                "Bearer ck_0123456789abcdef_0123456789abcdef0123456789abcdef0123456",
                "Bearer ck_0123456789abcdef_0123456789abcdef0123456789abcdef012345678",
                "Bearer ck_0123456789abcde!_0123456789abcdef0123456789abcdef01234567",
                "Basic bm9rZXk="
            })
    void saysHowAKeyLooksToWhoeverSendsSomethingElse(String header) {
        assertThat(refusal(header)).contains("malformed", "16", "40");
    }

    @Test
    void namesTheSchemesItTakes() {
        assertThat(refusal("Digest " + key)).contains("Bearer", "Basic").doesNotContain(key);
        assertThat(refusal("Basic %%%")).contains("Base64");
    }

    @Test
    void refusesAnUnknownKey() {
        String unknown = "ck_0123456789abcdef_0123456789abcdef0123456789abcdef01234567";

        assertThat(refusal("Bearer " + unknown))
                .contains("no key ck_0123456789abcdef_")
                .doesNotContain(unknown);
    }

    @Test
    void refusesAWrongSecretWithoutRepeatingIt() {
        char last = key.charAt(key.length() - 1);
        String wrong = key.substring(0, key.length() - 1) + (last == 'a' ? 'b' : 'a');

        assertThat(refusal("Bearer " + wrong)).contains("secret").doesNotContain(wrong);
        assertThat(refusal(basic("alice:" + wrong))).contains("secret");
    }

    @Test
    void refusesEveryKeyUnderAnotherPepper() {
        var others = new Keys(
                database,
                "another pepper of at least 32 bytes!".getBytes(StandardCharsets.US_ASCII),
                InstantSource.system());

        assertThatThrownBy(() -> others.authenticate("Bearer " + key)).isInstanceOf(ApiException.class);
    }

    @Test
    void refusesAPepperThatIsTooShort() {
        assertThatThrownBy(() -> new Keys(database, new byte[31], InstantSource.system()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("31");
    }

    @Test
    void storesNoSecretAndRepeatsNoKey() {
        Set<String> seen = new HashSet<>();
        database.jdbi().useHandle(handle -> {
            for (int i = 0; i < 100; i++) {
                assertThat(seen.add(keys.issue(handle, alice))).isTrue();
            }
            String secret = key.substring(key.lastIndexOf('_') + 1);
            assertThat(handle.createQuery("select string_agg(k::text, ',') from api_key k")
                            .mapTo(String.class)
                            .one())
                    .doesNotContain(secret)
                    .contains(key.substring(3, 19));
        });
    }

    private static String refusal(@Nullable String header) {
        ApiException refusal = catchThrowableOfType(ApiException.class, () -> keys.authenticate(header));
        assertThat(refusal).isNotNull();
        assertThat(refusal.status()).isEqualTo(401);
        return refusal.detail();
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
