package io.chutes.platform.server.gateway;

import io.chutes.platform.api.Money;
import io.chutes.platform.price.CallPrice;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.billing.CallCharges;
import io.chutes.platform.server.billing.ChargedCall;
import io.chutes.platform.server.billing.ChutePrices;
import io.chutes.platform.server.billing.Credit;
import io.chutes.platform.server.billing.Pending;
import io.chutes.platform.server.billing.Spender;
import io.chutes.platform.server.chute.Chute;
import io.chutes.platform.server.fleet.Fleet;
import io.chutes.platform.server.web.ApiException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets calls spend, and has them paid. Whoever may not spend is refused before his call. A call under way is cut within
 * {@link #LOOKS_EVERY} of the moment that its wallet is empty or a budget is used up: what calls cost in that time is the most that
 * they can spend too much, beside what their instances cost between two reports of a node.
 */
final class CallMeter implements AutoCloseable {
    static final Duration LOOKS_EVERY = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(CallMeter.class);

    private final Credit credit;
    private final ChutePrices prices;
    private final CallCharges charges;
    private final Fleet fleet;
    private final InstantSource clock;
    private final Set<CallUnderWay> calls = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    CallMeter(Credit credit, ChutePrices prices, CallCharges charges, Fleet fleet, InstantSource clock) {
        this.credit = credit;
        this.prices = prices;
        this.charges = charges;
        this.fleet = fleet;
        this.clock = clock;
        Thread.ofVirtual().name("call-meter").start(this::run);
    }

    /**
     * A call that may spend, until it is closed.
     *
     * @throws ApiException 402 if nothing may be spent on it
     */
    CallUnderWay begin(Principal caller, Chute chute) {
        boolean own = caller.accountId() == chute.accountId();
        String name = own ? chute.name() : chute.account() + "/" + chute.name();
        var key = new Spender.Key(caller.keyId(), caller.spendCap());
        var spender = new Spender(caller.accountId(), caller.account(), name, key);
        Credit.Standing standing = credit.of(spender, pending(spender));
        if (standing.refusal() != null) {
            throw ApiException.paymentRequired(standing.refusal());
        }
        if (!own) {
            // Its instance is the owner's to pay, and not to be woken up or kept busy where he cannot.
            var owner = new Spender(chute.accountId(), chute.account(), chute.name(), null);
            credit.refusal(owner).ifPresent(_ -> {
                throw ApiException.unavailable("The chute takes no calls now: its owner can spend no more on it");
            });
        }
        Instant now = clock.instant();
        CallPrice price = own ? null : prices.at(chute.id(), now).orElse(null);
        var call = new CallUnderWay(this, spender, chute, price, now, own && standing.keyIsCapped());
        calls.add(call);
        return call;
    }

    /** What an hour of one of the places on an instance costs. */
    BigDecimal hourlyShare(Chute chute, String instance) {
        return fleet.hourlyPrice(instance)
                .divide(BigDecimal.valueOf(chute.manifest().scaling().concurrency()), MathContext.DECIMAL64);
    }

    /** Has a call paid. */
    void over(CallUnderWay call) {
        if (!calls.remove(call)) {
            return;
        }
        count(call);
        if (call.charge().isPositive() || call.isUncounted()) {
            Spender spender = call.spender();
            charges.book(new ChargedCall(
                    UUID.randomUUID().toString(),
                    spender.accountId(),
                    spender.account(),
                    spender.key() == null ? "" : spender.key().id(),
                    call.chute().id(),
                    call.chute().account(),
                    call.chute().name(),
                    call.begunAt(),
                    call.took(),
                    call.inputTokens(),
                    call.outputTokens(),
                    !call.isUncounted()));
        }
    }

    /** Looks at all calls under way, once. */
    void look() {
        calls.forEach(this::count);
        Map<Spender, List<CallUnderWay>> bySpender =
                calls.stream().collect(Collectors.groupingBy(CallUnderWay::spender));
        bySpender.forEach((spender, spending) -> {
            String refusal = credit.of(spender, pending(spender)).refusal();
            if (refusal != null) {
                spending.forEach(call -> call.cut(refusal));
            }
        });
    }

    private void count(CallUnderWay call) {
        Spender.Key key = call.spender().key();
        Money share = call.uncounted();
        if (key != null && share.isPositive()) {
            charges.count(call.spender().accountId(), key.id(), clock.instant(), share);
        }
    }

    private Pending pending(Spender spender) {
        return new Pending(
                sum(call -> call.spender().accountId() == spender.accountId()),
                sum(call -> call.spender().accountId() == spender.accountId()
                        && call.spender().chute().equals(spender.chute())),
                sum(call -> spender.key() != null
                        && spender.key().equals(call.spender().key())));
    }

    private Money sum(Predicate<CallUnderWay> which) {
        return calls.stream().filter(which).map(CallUnderWay::charge).reduce(Money.ZERO, Money::plus);
    }

    private void run() {
        try {
            while (!closed.await(LOOKS_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    look();
                } catch (RuntimeException e) {
                    log.error("A look at the calls under way failed; the next one follows", e);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks no more. */
    @Override
    public void close() {
        closed.countDown();
    }
}
