package io.chutes.template.llm.batch;

import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Which rows of the memory of keys and values are whose: each sequence has those of all its tokens, one after the other, from its start. */
final class KvRooms {
    private final int capacity;
    private final TreeMap<Integer, Integer> taken = new TreeMap<>();
    private int used;

    KvRooms(int capacity) {
        this.capacity = capacity;
    }

    /** The first gap of that many rows. */
    OptionalInt take(int rows) {
        int begin = 0;
        for (Map.Entry<Integer, Integer> room : taken.entrySet()) {
            if (room.getKey() - begin >= rows) {
                break;
            }
            begin = room.getKey() + room.getValue();
        }
        if (capacity - begin < rows) {
            return OptionalInt.empty();
        }
        taken.put(begin, rows);
        used += rows;
        return OptionalInt.of(begin);
    }

    void give(int begin) {
        Integer rows = taken.remove(begin);
        used -= rows == null ? 0 : rows;
    }

    int used() {
        return used;
    }

    int capacity() {
        return capacity;
    }
}
