package io.chutes.platform.server.billing;

import io.chutes.platform.api.Money;
import io.chutes.platform.api.Usage;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.web.ApiException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;

/** What accounts used, by hour, by chute, or by both. */
public final class UsageReports {
    private static final Duration LONGEST_BY_HOUR = Duration.ofDays(31);
    private static final Duration LONGEST = Duration.ofDays(366);

    private final Database database;
    private final UsageRows usage = new UsageRows();

    public UsageReports(Database database) {
        this.database = database;
    }

    /** By what usage adds up. */
    public enum Group {
        HOUR,
        CHUTE,
        HOUR_AND_CHUTE;

        /**
         * Reads one.
         *
         * @throws ApiException 422 if it is none
         */
        static Group of(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "hour" -> HOUR;
                case "chute" -> CHUTE;
                case "hour,chute", "chute,hour" -> HOUR_AND_CHUTE;
                default ->
                    throw ApiException.unprocessable(
                            "The parameter group must be 'hour', 'chute' or 'hour,chute', got '%s'".formatted(text));
            };
        }

        boolean byHour() {
            return this != CHUTE;
        }

        boolean byChute() {
            return this != HOUR;
        }
    }

    /**
     * What an account used in a stretch of whole hours.
     *
     * @throws ApiException 422 if the hours are not whole, run backwards or are too many
     */
    Usage report(long accountId, Instant from, Instant to, Group group) {
        check(from, to, group);
        return database.jdbi().withHandle(handle -> {
            List<Usage.Row> rows = rows(handle, accountId, from, to, group);
            Money total = rows.stream().map(Usage.Row::amount).reduce(Money.ZERO, Money::plus);
            return new Usage(from, to, rows, total, usage.gaps(handle, accountId, from, to));
        });
    }

    private static List<Usage.Row> rows(Handle handle, long accountId, Instant from, Instant to, Group group) {
        return handle.createQuery("""
                        select case when :byHour then hour end as hour, case when :byChute then chute end as chute,
                            sum(millis) as millis, sum(calls) as calls, sum(input) as input, sum(output) as output,
                            sum(uncounted) as uncounted, sum(amount) as amount
                        from (
                            select hour, chute, millis, 0 as calls, 0 as input, 0 as output, 0 as uncounted, amount
                            from usage where account_id = :account and hour >= :from and hour < :to
                            union all
                            select date_trunc('hour', at, 'UTC'), chute, 0, counted::int, input_tokens, output_tokens,
                                (not counted)::int, amount
                            from call_charge where account_id = :account and at >= :from and at < :to) part
                        group by 1, 2 order by 1, 2""")
                .bind("byHour", group.byHour())
                .bind("byChute", group.byChute())
                .bind("account", accountId)
                .bind("from", from)
                .bind("to", to)
                .map((row, _) -> read(row))
                .list();
    }

    private static Usage.Row read(ResultSet row) throws SQLException {
        Timestamp hour = row.getTimestamp("hour");
        return new Usage.Row(
                hour == null ? null : hour.toInstant(),
                row.getString("chute"),
                row.getLong("millis"),
                row.getLong("calls"),
                row.getLong("input"),
                row.getLong("output"),
                row.getLong("uncounted"),
                new Money(row.getBigDecimal("amount")));
    }

    private static void check(Instant from, Instant to, Group group) {
        checkWhole("from", from);
        checkWhole("to", to);
        if (!from.isBefore(to)) {
            throw ApiException.unprocessable("The parameter to must be after from, got %s to %s".formatted(from, to));
        }
        Duration longest = group.byHour() ? LONGEST_BY_HOUR : LONGEST;
        if (Duration.between(from, to).compareTo(longest) > 0) {
            throw ApiException.unprocessable("From %s to %s is more than %d days, the most in one answer%s"
                    .formatted(
                            from,
                            to,
                            longest.toDays(),
                            group.byHour() ? "; ask for less, or group by chute alone" : "; ask for less"));
        }
    }

    private static void checkWhole(String parameter, Instant moment) {
        if (!moment.equals(moment.truncatedTo(ChronoUnit.HOURS))) {
            throw ApiException.unprocessable(
                    "The parameter %s must be a whole hour, UTC, got %s".formatted(parameter, moment));
        }
    }
}
