package io.chutes.platform.api;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that changed in an account: {@code GET /v1/events}.
 *
 * @param id its place in the account's order, counted from 1 without a gap; reading goes on after it by
 *     {@code Last-Event-ID}
 * @param at when it was so
 * @param type what kind of change, such as {@code chute.deployed}
 * @param chute the chute that it is about, null for none
 * @param message what happened, in words for the account's owner
 * @param data the particulars, such as {@code version}, for programs
 * @param actor whose doing it was
 */
public record Event(
        long id,
        Instant at,
        String type,
        @Nullable String chute,
        String message,
        Map<String, String> data,
        Actor actor) {
    public Event {
        data = Collections.unmodifiableMap(new TreeMap<>(data));
    }

    /**
     * Who did it, with what, and from where.
     *
     * @param name the account, or {@code platform} for what it does by itself
     * @param key the id of the key it was done with, null for none
     * @param address where the request came from, null for none
     */
    public record Actor(
            String name, @Nullable String key, @Nullable String address) {}
}
