package io.chutes.platform.server.storage;

import static io.chutes.platform.server.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class DatabaseTest {
    @Test
    void opensAgainWhatItMade() {
        String url = TestDatabase.emptyUrl();
        try (Database database = Database.open(url, "postgres", "postgres")) {
            database.jdbi().useHandle(handle -> handle.execute("insert into account (name) values ('alice')"));
        }

        try (Database database = Database.open(url, "postgres", "postgres")) {
            assertThat(database.jdbi().<String, RuntimeException>withHandle(handle -> handle.createQuery(
                                    "select name from account")
                            .mapTo(String.class)
                            .one()))
                    .isEqualTo("alice");
        }
    }

    @Test
    void saysWhatCannotBeReached() throws IOException {
        int port = freePort();

        assertThatThrownBy(() -> Database.open("jdbc:postgresql://127.0.0.1:%d/x".formatted(port), "me", "secret"))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining("as me")
                .hasMessageNotContaining("secret");
    }

    @Test
    void refusesAnAddressThatIsNotPostgres() {
        assertThatThrownBy(() -> Database.open("http://example", "me", "secret"))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("http://example");
    }

    @Test
    void listensOnAfterWhatItHeardCouldNotBeTakenIn() {
        var heard = new ConcurrentLinkedQueue<String>();
        var begun = new AtomicInteger();
        try (Database database = TestDatabase.fresh();
                var _ = database.listen(
                        "news",
                        text -> {
                            heard.add(text);
                            if (text.equals("bad")) {
                                throw new IllegalArgumentException("nobody understands " + text);
                            }
                        },
                        begun::incrementAndGet)) {
            await().until(() -> begun.get() == 1);
            database.jdbi().useHandle(handle -> handle.execute("select pg_notify('news', 'bad')"));
            await().until(() -> begun.get() == 2);
            database.jdbi().useHandle(handle -> handle.execute("select pg_notify('news', 'good')"));

            await().until(() -> heard.contains("good"));
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
