package io.chutes.platform.server.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.chutes.platform.api.Event;
import io.chutes.platform.server.access.Actor;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.storage.TestDatabase;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EventsTest {
    private final Database database = TestDatabase.fresh();
    private final Events events = new Events(database.jdbi());
    private final long alice = account("alice");
    private final long bob = account("bob");

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void tellsWhoDidWhatWithWhichKeyFromWhere() {
        Actor.run(
                new Actor("alice", "ck_1", "10.0.0.7"),
                () -> record(Occurrence.of(alice, "chute.deployed", "Version 2 of hello serves now")
                        .chute("hello")
                        .with("version", 2)));
        record(Occurrence.of(alice, "instance.lost", "Its node was lost"));

        Event event = events.between(alice, EventFilter.ALL, 0, 1, 10).getFirst();
        assertThat(event.id()).isEqualTo(1);
        assertThat(event.type()).isEqualTo("chute.deployed");
        assertThat(event.chute()).isEqualTo("hello");
        assertThat(event.data()).containsEntry("version", "2");
        assertThat(event.actor()).isEqualTo(new Event.Actor("alice", "ck_1", "10.0.0.7"));
        assertThat(event.at()).isNotNull();
        assertThat(events.before(alice, EventFilter.ALL, 3, 1).getFirst().actor())
                .isEqualTo(new Event.Actor("platform", null, null));
    }

    @Test
    void countsFromOneInEachAccountAndKeepsThemApart() {
        database.jdbi().useTransaction(handle -> {
            Events.record(handle, Occurrence.of(bob, "a.b", "first"));
            Events.record(handle, Occurrence.of(alice, "a.b", "first"));
            Events.record(handle, Occurrence.of(bob, "a.b", "second"));
        });

        assertThat(events.between(bob, EventFilter.ALL, 0, 9, 10))
                .extracting(Event::id, Event::message)
                .containsExactly(tuple(1L, "first"), tuple(2L, "second"));
        assertThat(events.last(alice)).isEqualTo(1);
        assertThat(events.last(99)).isZero();
    }

    @Test
    void keepsNothingOfWhatDidNotHappen() {
        assertThatThrownBy(() -> database.jdbi().useTransaction(handle -> {
                    Events.record(handle, Occurrence.of(alice, "a.b", "never"));
                    throw new IllegalStateException("it went wrong");
                }))
                .hasMessage("it went wrong");
        record(Occurrence.of(alice, "a.b", "after"));

        assertThat(events.between(alice, EventFilter.ALL, 0, 9, 10))
                .extracting(Event::id, Event::message)
                .containsExactly(tuple(1L, "after"));
    }

    @Test
    void aTransactionThatBeganFirstAndEndsLastIsLast() {
        try (Handle slow = database.jdbi().open()) {
            slow.begin();
            Events.record(slow, Occurrence.of(alice, "a.b", "began first"));
            record(Occurrence.of(alice, "a.b", "ended first"));
            assertThat(events.last(alice)).isEqualTo(1);

            slow.commit();
        }

        assertThat(events.between(alice, EventFilter.ALL, 1, 9, 10))
                .extracting(Event::message)
                .containsExactly("began first");
        assertThat(events.before(alice, EventFilter.ALL, 9, 10))
                .extracting(Event::message)
                .containsExactly("began first", "ended first");
    }

    @Test
    void filtersByChuteAndByTypeOrGroup() {
        record(Occurrence.of(alice, "chute.deployed", "1").chute("hello"));
        record(Occurrence.of(alice, "chute.deployed", "2").chute("other"));
        record(Occurrence.of(alice, "instance.ready", "3").chute("hello"));
        record(Occurrence.of(alice, "instance.ready-not", "4"));

        assertThat(found(new EventFilter("hello", List.of()))).containsExactly("1", "3");
        assertThat(found(new EventFilter(null, List.of("instance")))).containsExactly("3", "4");
        assertThat(found(new EventFilter(null, List.of("instance.ready", "key"))))
                .containsExactly("3");
        assertThat(found(new EventFilter("hello", List.of("chute.deployed", "instance"))))
                .containsExactly("1", "3");
        assertThatThrownBy(() -> new EventFilter(null, List.of("a|b"))).hasMessageContaining("got 'a|b'");
    }

    @Test
    void neverChangesWhatIsWritten() {
        record(Occurrence.of(alice, "a.b", "as it was"));

        for (String change : List.of(
                "update event set message = 'other'",
                "update event set sequence = 7",
                "update event set at = now()",
                "delete from event",
                "truncate event")) {
            assertThatThrownBy(() -> database.jdbi().useHandle(handle -> handle.execute(change)))
                    .as(change)
                    .hasMessageContaining("stays as it was written");
        }
    }

    private List<String> found(EventFilter filter) {
        return events.between(alice, filter, 0, 99, 10).stream()
                .map(Event::message)
                .toList();
    }

    private void record(Occurrence occurrence) {
        database.jdbi().useTransaction(handle -> Events.record(handle, occurrence));
    }

    private long account(String name) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("insert into account (name) values (:name) returning id")
                        .bind("name", name)
                        .mapTo(Long.class)
                        .one());
    }
}
