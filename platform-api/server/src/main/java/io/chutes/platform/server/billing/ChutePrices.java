package io.chutes.platform.server.billing;

import io.chutes.platform.api.Money;
import io.chutes.platform.price.CallPrice;
import io.chutes.platform.server.event.Events;
import io.chutes.platform.server.event.Occurrence;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.web.ApiException;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What owners ask for calls to their chutes: dated, so that a call costs what was asked when it began. */
public final class ChutePrices {
    private final Database database;

    public ChutePrices(Database database) {
        this.database = database;
    }

    /**
     * Asks another price from a moment on; what is asked of calls that began before it stays.
     *
     * @throws ApiException 422 if the price is below zero, 409 if one is asked from that very moment on
     */
    public void ask(long chuteId, CallPrice price, Instant since) {
        Row row = Row.of(price);
        if (row.isBelowZero()) {
            throw ApiException.unprocessable(
                    "", "minimum", "The price of a call must not be below 0; got " + row.amounts());
        }
        database.jdbi().useTransaction(handle -> {
            int asked = handle.createUpdate("""
                            insert into chute_price (chute_id, since, unit, price, output)
                            values (:chute, :since, :unit, :price, :output)
                            on conflict (chute_id, since) do nothing""")
                    .bind("chute", chuteId)
                    .bind("since", since)
                    .bind("unit", row.unit().name())
                    .bind("price", row.price().amount())
                    .bind("output", row.outputAmount())
                    .execute();
            if (asked == 0) {
                throw ApiException.conflict(
                        "A price was asked at the same moment, %s; look at it, and ask again".formatted(since));
            }
            Events.record(handle, row.asked(handle, chuteId));
        });
    }

    /** The account's chute of that name. */
    Optional<Long> chute(long accountId, String name) {
        return database.jdbi().withHandle(handle -> handle.createQuery(
                        "select id from chute where account_id = :account and name = :name and deleted_at is null")
                .bind("account", accountId)
                .bind("name", name)
                .mapTo(Long.class)
                .findOne());
    }

    /** What is asked of a call that begins then; empty if its owner has never asked for anything. */
    public Optional<CallPrice> at(Handle handle, long chuteId, Instant moment) {
        return handle.createQuery("""
                        select unit, price, output from chute_price
                        where chute_id = :chute and since <= :moment order by since desc limit 1""")
                .bind("chute", chuteId)
                .bind("moment", moment)
                .map((row, _) -> read(row))
                .findOne();
    }

    /** The same, outside of a transaction. */
    public Optional<CallPrice> at(long chuteId, Instant moment) {
        return database.jdbi().withHandle(handle -> at(handle, chuteId, moment));
    }

    private static CallPrice read(ResultSet row) throws SQLException {
        var price = new Money(row.getBigDecimal("price"));
        return switch (Unit.valueOf(row.getString("unit"))) {
            case REQUEST -> new CallPrice.Request(price);
            case SECOND -> new CallPrice.Second(price);
            case TOKENS -> new CallPrice.MillionTokens(price, new Money(row.getBigDecimal("output")));
        };
    }

    private enum Unit {
        REQUEST,
        SECOND,
        TOKENS
    }

    private record Row(Unit unit, Money price, @Nullable Money output) {
        static Row of(CallPrice price) {
            return switch (price) {
                case CallPrice.Request(Money each) -> new Row(Unit.REQUEST, each, null);
                case CallPrice.Second(Money each) -> new Row(Unit.SECOND, each, null);
                case CallPrice.MillionTokens(Money input, Money output) -> new Row(Unit.TOKENS, input, output);
            };
        }

        @Nullable BigDecimal outputAmount() {
            return output == null ? null : output.amount();
        }

        Occurrence asked(Handle handle, long chuteId) {
            return handle.createQuery("select account_id, name from chute where id = :chute")
                    .bind("chute", chuteId)
                    .map((found, _) -> asked(found.getLong("account_id"), found.getString("name")))
                    .one();
        }

        private Occurrence asked(long account, String chute) {
            Occurrence asked = Occurrence.of(
                            account, "chute.price-changed", "Others pay another price for a call from now on")
                    .chute(chute)
                    .with("per", unit.name().toLowerCase(Locale.ROOT))
                    .with("price", price);
            return output == null ? asked : asked.with("output", output);
        }

        String amounts() {
            return output == null ? price.toString() : "%s and %s".formatted(price, output);
        }

        boolean isBelowZero() {
            return price.compareTo(Money.ZERO) < 0 || (output != null && output.compareTo(Money.ZERO) < 0);
        }
    }
}
