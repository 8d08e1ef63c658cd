package io.chutes.platform.server.log;

import io.chutes.platform.server.chute.Chute;
import io.chutes.platform.server.chute.Chutes;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.Call;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What a reader of logs asks for, held against what is his. */
final class LogQueries {
    private static final int LONGEST_TAIL = 10_000;
    private static final String STREAM = "text/event-stream";

    private final Jdbi jdbi;
    private final Chutes chutes;

    LogQueries(Jdbi jdbi, Chutes chutes) {
        this.jdbi = jdbi;
        this.chutes = chutes;
    }

    /**
     * Lines that are asked for.
     *
     * @param chute the chute's name, which the key must allow to read
     * @param tail with how many of the last lines to begin, null for all
     * @param follows whether to go on with what is written
     */
    record Asked(LogFilter filter, String chute, @Nullable Integer tail, boolean follows) {}

    Asked ofInstance(Call<?> call) {
        String id = call.path("id");
        Owned owned = jdbi.withHandle(handle -> handle.createQuery("""
                                select c.id, c.name from instance i join chute c on c.id = i.chute_id
                                where i.id = :instance and c.account_id = :account
                                """)
                        .bind("instance", id)
                        .bind("account", call.principal().accountId())
                        .map((row, _) -> new Owned(row.getLong("id"), row.getString("name")))
                        .findOne())
                .orElseThrow(() -> ApiException.notFound("You have no instance '" + id + "'"));
        call.require(owned.name());
        return asked(call, owned, id);
    }

    Asked ofChute(Call<?> call) {
        Chute chute = chutes.own(call);
        return asked(
                call,
                new Owned(chute.id(), chute.name()),
                call.query("instance").orElse(null));
    }

    private static Asked asked(Call<?> call, Owned owned, @Nullable String instance) {
        var filter = new LogFilter(owned.id(), instance, call.query("request").orElse(null), since(call));
        return new Asked(filter, owned.name(), tail(call), follows(call));
    }

    private static @Nullable Instant since(Call<?> call) {
        @Nullable String text = call.query("since").orElse(null);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw ApiException.unprocessable(
                    "The parameter since must be a time such as 2026-01-31T12:00:00Z, got '%s'".formatted(text));
        }
    }

    private static @Nullable Integer tail(Call<?> call) {
        @Nullable String text = call.query("tail").orElse(null);
        if (text == null) {
            return null;
        }
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > LONGEST_TAIL) {
            throw ApiException.unprocessable(
                    "The parameter tail must be a number from 1 to %d, got '%s'".formatted(LONGEST_TAIL, text));
        }
        return Integer.valueOf(text);
    }

    private static boolean follows(Call<?> call) {
        String text = call.query("follow").orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            throw ApiException.unprocessable("The parameter follow must be true or false, got '%s'".formatted(text));
        }
        @Nullable String accept = call.context().header("Accept");
        return text.equals("true") || (accept != null && accept.contains(STREAM));
    }

    private record Owned(long id, String name) {}
}
