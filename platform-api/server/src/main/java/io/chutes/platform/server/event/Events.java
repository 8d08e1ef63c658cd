package io.chutes.platform.server.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.chutes.platform.api.Event;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.server.access.Actor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** The log of all that changes, an order for each account. */
public final class Events {
    private final Jdbi jdbi;

    public Events(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Writes down what happens, in the transaction that makes it happen: both are kept, or neither. */
    public static void record(Handle handle, Occurrence occurrence) {
        Actor actor = Actor.current();
        handle.createUpdate("""
                        insert into event (account_id, type, chute, message, data, actor, key, address)
                        values (:account, :type, :chute, :message, cast(:data as jsonb), :actor, :key, :address)
                        """)
                .bind("account", occurrence.accountId())
                .bind("type", occurrence.type())
                .bind("chute", occurrence.chute())
                .bind("message", occurrence.message())
                .bind("data", json(occurrence.data()))
                .bind("actor", actor.name())
                .bind("key", actor.key())
                .bind("address", actor.address())
                .execute();
    }

    /** The number of an account's newest event, 0 for none. */
    long last(long accountId) {
        return jdbi.withHandle(handle -> handle.createQuery("select last from event_head where account_id = :account")
                .bind("account", accountId)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
    }

    /** Those after one number and up to another, oldest first. */
    List<Event> between(long accountId, EventFilter filter, long after, long upTo, int limit) {
        return select(
                accountId,
                filter,
                "sequence > :after and sequence <= :upTo order by sequence",
                limit,
                query -> query.bind("after", after).bind("upTo", upTo));
    }

    /** Those before a number, newest first. */
    List<Event> before(long accountId, EventFilter filter, long before, int limit) {
        return select(
                accountId,
                filter,
                "sequence < :before order by sequence desc",
                limit,
                query -> query.bind("before", before));
    }

    private List<Event> select(long accountId, EventFilter filter, String range, int limit, UnaryOperator<Query> bind) {
        return jdbi.withHandle(handle -> bind.apply(handle.createQuery("""
                                select sequence, at, type, chute, message, data, actor, key, address from event
                                where account_id = :account and (cast(:chute as text) is null or chute = :chute)
                                    and (cast(:types as text) is null or type ~ :types) and\s""" + range + " limit :limit")
                        .bind("account", accountId)
                        .bind("chute", filter.chute())
                        .bind("types", filter.pattern())
                        .bind("limit", limit))
                .map((row, _) -> read(row))
                .list());
    }

    private static Event read(ResultSet row) throws SQLException {
        return new Event(
                row.getLong("sequence"),
                row.getTimestamp("at").toInstant(),
                row.getString("type"),
                row.getString("chute"),
                row.getString("message"),
                data(row.getString("data")),
                new Event.Actor(row.getString("actor"), row.getString("key"), row.getString("address")));
    }

    private static Map<String, String> data(String json) {
        try {
            return PlatformJson.mapper().readValue(json, new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not read the stored data of an event: " + json, e);
        }
    }

    private static String json(Map<String, String> data) {
        try {
            return PlatformJson.mapper().writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not write the data of an event as JSON", e);
        }
    }
}
