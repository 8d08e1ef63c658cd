package io.chutes.platform.server.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.api.RegisteredAccount;
import io.chutes.platform.api.Registration;
import io.chutes.platform.server.access.Permissions;
import io.chutes.platform.server.fleet.TestClock;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.TestDatabase;
import io.chutes.platform.server.web.Api;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiServer;
import io.chutes.platform.server.web.HttpCaller;
import io.chutes.platform.server.web.Route;
import io.chutes.platform.server.web.TestApi;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StoredRepliesTest {
    private static final String KEY = "0a6f3f1e-6d51-4b63-9f5e-0f7d7c1a2b3c";
    private static final String BODY = "{\"name\":\"alice\"}";

    private final Database database = TestDatabase.fresh();
    private final TestClock clock = new TestClock();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicBoolean died = new AtomicBoolean();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private ApiServer server;
    private HttpCaller caller;

    @BeforeEach
    void start() {
        Route make = Route.post("make", "/things", "Makes one, with a secret")
                .takes(Registration.class)
                .creates(RegisteredAccount.class)
                .by(call -> switch (call.body().name()) {
                    case "refused" -> throw ApiException.conflict("no " + made.incrementAndGet());
                    case "slow" -> {
                        begun.countDown();
                        end.await();
                        yield thing();
                    }
                    case "cut-off" ->
                        database.jdbi().inTransaction(handle -> {
                            handle.execute("insert into account (name) values ('made')");
                            dieOnce(handle);
                            return thing();
                        });
                    default -> thing();
                });
        server = ApiServer.start(
                "127.0.0.1",
                0,
                new Api(
                        new Permissions().row(make.name(), Permissions.open("it is a test")),
                        TestApi.NOBODY,
                        new StoredReplies(database, new byte[32], clock),
                        List.of(() -> List.of(make))));
        caller = new HttpCaller(server);
    }

    private RegisteredAccount thing() {
        return new RegisteredAccount("thing", "secret-" + made.incrementAndGet());
    }

    @AfterEach
    void stop() {
        caller.close();
        server.close();
        database.close();
    }

    @Test
    void answersARepeatedRequestAlikeAndDoesNothing() {
        HttpResponse<String> first = make(BODY, KEY);
        HttpResponse<String> second = make(BODY, KEY);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body()).contains("secret-1");
        assertThat(made).hasValue(1);
    }

    @Test
    void makesAnotherWithoutAKeyOrWithAnotherOrADayLater() {
        make(BODY, KEY);
        caller.post("/things", BODY);
        make(BODY, KEY.replace('a', 'b'));
        clock.advance(Duration.ofHours(24).plusSeconds(1));
        make(BODY, KEY);

        assertThat(made).hasValue(4);
    }

    @Test
    void refusesTheKeyOfAnotherRequest() {
        make(BODY, KEY);

        assertThat(make("{\"name\":\"bob\"}", KEY).statusCode()).isEqualTo(422);
        assertThat(made).hasValue(1);
    }

    @Test
    void sendsATwinAwayWhileTheFirstIsAtWork() throws Exception {
        String slow = "{\"name\":\"slow\"}";
        var first = CompletableFuture.supplyAsync(() -> make(slow, KEY));
        begun.await();

        HttpResponse<String> twin = make(slow, KEY);
        end.countDown();

        assertThat(twin.statusCode()).isEqualTo(409);
        assertThat(first.get().statusCode()).isEqualTo(201);
        assertThat(make(slow, KEY).body()).isEqualTo(first.get().body());
        assertThat(made).hasValue(1);
    }

    @Test
    void triesAgainWhatFailed() {
        String refused = "{\"name\":\"refused\"}";

        assertThat(make(refused, KEY).body()).contains("no 1");
        assertThat(make(refused, KEY).body()).contains("no 2");
    }

    @Test
    void doesAgainWhatACrashUndid() {
        String cutOff = "{\"name\":\"cut-off\"}";

        assertThat(make(cutOff, KEY).statusCode()).isEqualTo(503);
        assertThat(accounts()).isZero();
        HttpResponse<String> second = make(cutOff, KEY);

        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(make(cutOff, KEY).body()).isEqualTo(second.body());
        assertThat(accounts()).isEqualTo(1);
        assertThat(made).hasValue(1);
    }

    @Test
    void refusesAKeyThatMayBeGuessed() {
        assertThat(make(BODY, "1").statusCode()).isEqualTo(400);
    }

    @Test
    void storesNeitherTheSecretNorTheKey() {
        make(BODY, KEY);

        String stored = database.jdbi().withHandle(handle -> handle.createQuery(
                        "select encode(name || request || reply, 'escape') from stored_reply")
                .mapTo(String.class)
                .one());
        assertThat(stored).doesNotContain("secret-1").doesNotContain(KEY).doesNotContain("alice");
    }

    /** What the database sees of a server that is killed: its connection ends in the middle of the work. */
    private void dieOnce(Handle working) {
        if (died.compareAndSet(false, true)) {
            int backend = working.createQuery("select pg_backend_pid()")
                    .mapTo(Integer.class)
                    .one();
            try (Handle other = database.jdbi().open()) {
                other.execute("select pg_terminate_backend(?, 10000)", backend);
            }
            working.execute("select 1");
        }
    }

    private int accounts() {
        return database.jdbi().withHandle(handle -> handle.createQuery("select count(*) from account")
                .mapTo(Integer.class)
                .one());
    }

    private HttpResponse<String> make(String body, String key) {
        return caller.post("/things", body, "Idempotency-Key", key);
    }
}
