package io.chutes.template.llm.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KvRoomsTest {
    private final KvRooms rooms = new KvRooms(10);

    @Test
    void givesTheFirstGapThatFits() {
        assertThat(rooms.take(4)).hasValue(0);
        assertThat(rooms.take(3)).hasValue(4);
        assertThat(rooms.take(3)).hasValue(7);
        assertThat(rooms.take(1)).isEmpty();
        rooms.give(0);
        rooms.give(7);

        assertThat(rooms.used()).isEqualTo(3);
        assertThat(rooms.take(5)).isEmpty();
        assertThat(rooms.take(3)).hasValue(0);
        assertThat(rooms.take(2)).hasValue(7);
        assertThat(rooms.take(1)).hasValue(3);
        assertThat(rooms.used()).isEqualTo(9);
    }
}
