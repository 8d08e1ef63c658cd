package io.chutes.platform.server.event;

import static io.chutes.platform.server.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EventStreamTest {
    private static final Pattern ID = Pattern.compile("id: (\\d+)\nevent");
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final String url = TestDatabase.freshUrl();
    private final Database database = Database.open(url, "postgres", "postgres");
    private final EventFeed feed = new EventFeed(database);
    private final Events events = new Events(database.jdbi());
    private final long alice = account("alice");
    private final long bob = account("bob");

    @AfterEach
    void close() {
        feed.close();
        database.close();
    }

    @Test
    void writesWhatIsThereAndWhatComesLater() {
        record(alice, "first");
        var reader = new Reader(0, Long.MAX_VALUE);

        CompletableFuture<Void> reading = reader.read(feed, events, EventFilter.ALL);
        await().until(() -> reader.seen().contains(1L));
        record(bob, "not hers");
        record(alice, "second");

        await().until(() -> reader.seen().contains(2L));
        assertThat(reader.text()).startsWith("retry: 1000\nid: 0\n\nid: 1\nevent: a.b\ndata: {\"id\":1,");
        assertThat(reader.text()).doesNotContain("not hers");
        feed.close();
        reading.join();
    }

    @Test
    void passesWhatAFilterLeavesOutAndSaysInSilenceHowFarItIs() {
        record(alice, "first");
        record(alice, "second");
        var reader = new Reader(0, Long.MAX_VALUE);

        CompletableFuture<Void> reading =
                reader.read(feed, events, new EventFilter("hello", List.of()), Duration.ofMillis(20));

        await().until(() -> reader.text().contains(": nothing new\nid: 2\n\n"));
        assertThat(reader.text()).doesNotContain("data:");
        feed.close();
        reading.join();
    }

    @Test
    void aReaderWhoStandsStillLosesNothing() {
        var stands = new CountDownLatch(1);
        var reader = new Reader(0, Long.MAX_VALUE) {
            @Override
            void pause() throws InterruptedException {
                stands.await();
            }
        };
        CompletableFuture<Void> reading = reader.read(feed, events, EventFilter.ALL);
        for (int i = 0; i < 3 * EventStream.PAGE + 1; i++) {
            record(alice, "event " + i);
        }

        stands.countDown();

        await().until(() -> reader.seen().size() == 3 * EventStream.PAGE + 1);
        assertThat(reader.seen()).isSorted().doesNotHaveDuplicates();
        feed.close();
        reading.join();
    }

    /** Eight writers whose transactions overlap, end in any order and sometimes fail; two control planes; broken connections. */
    @Test
    void losesAndDoublesNothingHoweverTransactionsOverlapAndConnectionsBreak() throws Exception {
        long each = 60;
        var seen = new ArrayList<Long>();
        var writing = new ArrayList<CompletableFuture<Void>>();
        try (var other = Database.open(url, "postgres", "postgres");
                var otherFeed = new EventFeed(other);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<Void> reading = CompletableFuture.runAsync(
                    () -> {
                        boolean first = true;
                        while (seen.isEmpty() || seen.getLast() < 8 * each) {
                            long after = seen.isEmpty() ? 0 : seen.getLast();
                            long most = ThreadLocalRandom.current().nextLong(1, 40);
                            var reader = new Reader(after, Math.min(most, 8 * each - after));
                            reader.read(
                                            first ? feed : otherFeed,
                                            first ? events : new Events(other.jdbi()),
                                            EventFilter.ALL)
                                    .join();
                            seen.addAll(reader.seen());
                            first = !first;
                        }
                    },
                    threads);
            for (int writer = 0; writer < 8; writer++) {
                var random = new Random(writer);
                Database through = writer % 2 == 0 ? database : other;
                writing.add(CompletableFuture.runAsync(() -> write(through, random, each), threads));
            }
            writing.forEach(CompletableFuture::join);
            reading.join();
        }

        assertThat(seen)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 8 * each).boxed().toList());
        assertThat(events.last(alice)).isEqualTo(8 * each);
    }

    private void write(Database through, Random random, long count) {
        for (long written = 0; written < count; ) {
            boolean fails = random.nextInt(8) == 0;
            long one = random.nextBoolean() ? alice : bob;
            through.jdbi().useHandle(handle -> {
                handle.begin();
                Events.record(handle, Occurrence.of(one, "a.b", "one"));
                handle.execute("select pg_sleep(" + random.nextInt(5) / 1000.0 + ")");
                Events.record(handle, Occurrence.of(one == alice ? bob : alice, "a.b", "other"));
                if (fails) {
                    handle.rollback();
                } else {
                    handle.commit();
                }
            });
            written += fails ? 0 : 1;
        }
    }

    private void record(long account, String message) {
        database.jdbi().useTransaction(handle -> Events.record(handle, Occurrence.of(account, "a.b", message)));
    }

    private long account(String name) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("insert into account (name) values (:name) returning id")
                        .bind("name", name)
                        .mapTo(Long.class)
                        .one());
    }

    /** Reads on after a number; leaves once it has seen so many. */
    private class Reader extends OutputStream {
        private final long after;
        private final long leaves;
        private final StringBuilder text = new StringBuilder();

        Reader(long after, long leaves) {
            this.after = after;
            this.leaves = leaves;
        }

        CompletableFuture<Void> read(EventFeed from, Events log, EventFilter filter) {
            return read(from, log, filter, SILENCE);
        }

        CompletableFuture<Void> read(EventFeed from, Events log, EventFilter filter, Duration heartbeat) {
            return CompletableFuture.runAsync(
                    () -> {
                        try (Wakeups.Wakeup wakeup = from.wakeup(alice)) {
                            new EventStream(log, alice, filter, after, this).run(wakeup, heartbeat, from::isOpen);
                        } catch (IOException | InterruptedException _) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    command -> Thread.ofVirtual().start(command));
        }

        void pause() throws InterruptedException {}

        @Override
        public void write(int b) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                pause();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            synchronized (text) {
                text.append(new String(bytes, offset, length, StandardCharsets.UTF_8));
            }
            if (seen().size() >= leaves) {
                throw new IOException("the reader has left");
            }
        }

        String text() {
            synchronized (text) {
                return text.toString();
            }
        }

        /** The ids of the events it got. */
        List<Long> seen() {
            return ID.matcher(text())
                    .results()
                    .map(match -> Long.valueOf(match.group(1)))
                    .toList();
        }
    }
}
