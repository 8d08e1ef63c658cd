package io.chutes.platform.server.billing;

import io.chutes.platform.api.LedgerTransaction.Entry;
import io.chutes.platform.api.Money;
import io.chutes.platform.price.PriceLists;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Turns instance time into money.
 *
 * <pre>{@code
 * with GPUs:  amount = milliseconds × GPUs × hourly price of the model ÷ 3 600 000
 * without:    amount = milliseconds × (cores × hourly price of a core + GiB × hourly price of a GiB) ÷ 3 600 000
 * }</pre>
 *
 * <p>Both in exact decimals, rounded once, half up, to nine places, by the price list in force when the interval began, or the price of the
 * node's own that is less. Of it the
 * provider of the node earns a share, rounded down, and the platform the rest.
 */
public final class Metering {
    private final Ledger ledger;
    private final PriceLists prices;
    private final BigDecimal providerShare;
    private final UsageRows usage = new UsageRows();
    private final Spend spend = new Spend();

    /**
     * Metering into that ledger.
     *
     * @param providerShare what the provider of a node earns of each amount, 0 to 1
     */
    public Metering(Ledger ledger, PriceLists prices, BigDecimal providerShare) {
        if (providerShare.signum() < 0 || providerShare.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("The share of providers must be from 0 to 1, got " + providerShare);
        }
        this.ledger = ledger;
        this.prices = prices;
        this.providerShare = providerShare;
    }

    /**
     * Books intervals in their order, each as {@link #book(Handle, MeteredInterval)} does, so that two such lists at once never
     * wait for each other.
     */
    public void book(Handle handle, List<MeteredInterval> intervals) {
        Set<String> accounts = new HashSet<>();
        for (MeteredInterval interval : intervals) {
            accounts.add(Ledger.wallet(interval.account()));
            if (interval.provider() != null) {
                accounts.add(Ledger.earnings(interval.provider()));
            }
        }
        ledger.hold(handle, accounts);
        intervals.forEach(interval -> book(handle, interval));
    }

    /**
     * Books what an interval costs, from its owner's wallet to the node's provider and the platform's revenue. Booking it again
     * changes nothing, and an interval that costs nothing leaves no transaction.
     *
     * @throws CauseConflictException if the interval was booked before with another length or price
     */
    public void book(Handle handle, MeteredInterval interval) {
        InstancePrice price = InstancePrice.of(interval, prices);
        Money cost = price.of(interval.millis());
        List<HourPart> parts = HourPart.of(interval, price);
        if (cost.isPositive()) {
            String description = "%s s × %s for %s/%s"
                    .formatted(
                            BigDecimal.valueOf(interval.millis(), 3),
                            price.description(),
                            interval.account(),
                            interval.chute());
            if (!ledger.post(handle, interval.cause(), description, entries(interval, cost))) {
                return;
            }
            parts.forEach(part -> spend.onInstance(handle, interval.accountId(), interval.chute(), part));
        }
        usage.add(handle, interval, price, parts);
    }

    /** What an hour of what runs in an interval costs. */
    public BigDecimal hourlyPrice(MeteredInterval interval) {
        return InstancePrice.of(interval, prices).hourly();
    }

    private List<Entry> entries(MeteredInterval interval, Money cost) {
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry(Ledger.wallet(interval.account()), cost.negated()));
        Money earned = Money.ZERO;
        if (interval.provider() != null) {
            earned = new Money(cost.amount().multiply(providerShare).setScale(Money.SCALE, RoundingMode.DOWN));
            entries.add(new Entry(Ledger.earnings(interval.provider()), earned));
        }
        entries.add(new Entry(Ledger.REVENUE, cost.plus(earned.negated())));
        return entries.stream()
                .filter(entry -> !entry.amount().equals(Money.ZERO))
                .toList();
    }
}
