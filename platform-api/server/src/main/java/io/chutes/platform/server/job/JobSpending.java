package io.chutes.platform.server.job;

import io.chutes.platform.api.Money;
import io.chutes.platform.price.CallPrice;
import io.chutes.platform.server.billing.CallCharges;
import io.chutes.platform.server.billing.CallingKey;
import io.chutes.platform.server.billing.ChargedCall;
import io.chutes.platform.server.billing.ChutePrices;
import io.chutes.platform.server.billing.Credit;
import io.chutes.platform.server.billing.Pending;
import io.chutes.platform.server.billing.Spender;
import io.chutes.platform.server.chute.Chute;
import io.chutes.platform.server.chute.Chutes;
import io.chutes.platform.server.fleet.Fleet;
import io.chutes.platform.server.web.ApiException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What jobs may spend, and what they cost: a job of somebody else's chute as much as a call that took as long as the attempt that
 * ended it, at the price that was asked when it was started. Attempts that failed or were lost cost nothing.
 */
final class JobSpending {
    private static final BigDecimal MILLIS_PER_HOUR = new BigDecimal(3_600_000);

    private final Chutes chutes;
    private final Credit credit;
    private final ChutePrices prices;
    private final CallCharges charges;
    private final Fleet fleet;

    JobSpending(Chutes chutes, Credit credit, ChutePrices prices, CallCharges charges, Fleet fleet) {
        this.chutes = chutes;
        this.credit = credit;
        this.prices = prices;
        this.charges = charges;
        this.fleet = fleet;
    }

    /**
     * Refuses a job of a chute that counts what no job tells.
     *
     * @throws ApiException 422 if others pay for that chute by tokens
     */
    void requirePrice(Spender starter, Chute chute, Instant now) {
        boolean own = starter.accountId() == chute.accountId();
        if (!own && prices.at(chute.id(), now).orElse(null) instanceof CallPrice.MillionTokens) {
            throw ApiException.unprocessable(
                    "Others pay for '%s/%s' by tokens, which a job does not tell: its owner alone may start jobs of it while it is not priced by request or second"
                            .formatted(chute.account(), chute.name()));
        }
    }

    /** Why nothing may be spent on it now; empty if something may. */
    Optional<ApiException> refusal(Spender starter, Chute chute) {
        Optional<String> own = credit.refusal(starter);
        if (own.isPresent()) {
            return own.map(ApiException::paymentRequired);
        }
        // Its instance is the owner's to pay, and not to be woken up or kept busy where he cannot.
        var owner = new Spender(chute.accountId(), chute.account(), chute.name(), null);
        return starter.accountId() != chute.accountId() && credit.refusal(owner).isPresent()
                ? Optional.of(
                        ApiException.unavailable("The chute takes no jobs now: its owner can spend no more on it"))
                : Optional.empty();
    }

    /** Why no more may be spent on a job that has run so long, besides what it owes already; empty if more may. */
    Optional<String> refusal(Job job, Duration ran) {
        // What is asked for the job as a whole was there to spend when it began.
        Money grown = cost(job, ran).plus(cost(job, Duration.ZERO).negated());
        Money byKey = job.isOfOwnChute() ? share(job, ran) : grown;
        return Optional.ofNullable(
                credit.of(job.owner(), new Pending(grown, grown, byKey)).refusal());
    }

    /** Has an attempt paid, once; in the caller's transaction. */
    void pay(Job job, Duration ran, Instant now) {
        String key = Objects.requireNonNull(job.owner().keyId());
        if (!job.isOfOwnChute()) {
            charges.book(new ChargedCall(
                    job.id() + "-" + job.state().attempt(),
                    job.owner().accountId(),
                    job.owner().account(),
                    key,
                    job.chuteId(),
                    job.state().account(),
                    job.state().chute(),
                    job.state().createdAt(),
                    ran,
                    0,
                    0,
                    null));
            return;
        }
        Money share = share(job, ran);
        if (share.isPositive() && credit.of(job.owner(), Pending.NONE).keyIsCapped()) {
            charges.count(Map.of(new CallingKey(job.owner().accountId(), key), share), now);
        }
    }

    private Money cost(Job job, Duration ran) {
        return job.isOfOwnChute()
                ? Money.ZERO
                : prices.at(job.chuteId(), job.state().createdAt())
                        .map(price -> price.of(ran, 0, 0))
                        .orElse(Money.ZERO);
    }

    // What it takes of its instance: its account pays for that by the instance, and for a key it is counted.
    private Money share(Job job, Duration ran) {
        String instance = job.state().instance();
        Integer version = job.state().version();
        if (instance == null || version == null) {
            return Money.ZERO;
        }
        int places = chutes.manifest(job.chuteId(), version).scaling().concurrency();
        return new Money(fleet.hourlyPrice(instance)
                .multiply(BigDecimal.valueOf(ran.toMillis()))
                .divide(MILLIS_PER_HOUR.multiply(BigDecimal.valueOf(places)), Money.SCALE, RoundingMode.HALF_UP));
    }
}
