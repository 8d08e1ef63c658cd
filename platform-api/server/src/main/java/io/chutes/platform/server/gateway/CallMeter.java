package io.chutes.platform.server.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.chutes.platform.api.Money;
import io.chutes.platform.price.CallPrice;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.billing.CallCharges;
import io.chutes.platform.server.billing.ChutePrices;
import io.chutes.platform.server.billing.Credit;
import io.chutes.platform.server.billing.Pending;
import io.chutes.platform.server.billing.Spender;
import io.chutes.platform.server.chute.Chute;
import io.chutes.platform.server.fleet.Fleet;
import io.chutes.platform.server.loop.Loop;
import io.chutes.platform.server.web.ApiException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets calls spend, and has them paid. Whoever may not spend is refused before his call. A call under way is cut within
 * {@link #LOOKS_EVERY} of the moment that its wallet is empty or a budget is used up, as far as this gateway knows: what is under way
 * at others it sees once it is booked. However late a call is cut, no more is collected for it than was left.
 */
final class CallMeter implements AutoCloseable {
    static final Duration LOOKS_EVERY = Duration.ofSeconds(1);

    private static final Duration AMPLE_FOR = Duration.ofMillis(250);
    private static final int MOST_AMPLE = 10_000;
    private static final Logger log = LoggerFactory.getLogger(CallMeter.class);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);
    private static final Duration BEFORE_NEXT_TRY = Duration.ofMillis(100);

    private final Credit credit;
    private final ChutePrices prices;
    private final CallCharges charges;
    private final Fleet fleet;
    private final InstantSource clock;
    private final KeyShares shares;
    private final CallsUnderWay calls = new CallsUnderWay();
    private final Cache<Spender, Credit.Standing> ample = Caffeine.newBuilder()
            .maximumSize(MOST_AMPLE)
            .expireAfterWrite(AMPLE_FOR)
            .build();
    private final Loop looks = new Loop("call-meter", LOOKS_EVERY, this::look);

    CallMeter(Credit credit, ChutePrices prices, CallCharges charges, Fleet fleet, InstantSource clock) {
        this.credit = credit;
        this.prices = prices;
        this.charges = charges;
        this.fleet = fleet;
        this.clock = clock;
        this.shares = new KeyShares(charges, clock);
        looks.start();
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
        Credit.Standing standing = own ? lately(spender) : standing(spender);
        if (standing.refusal() != null) {
            throw ApiException.paymentRequired(standing.refusal());
        }
        if (!own) {
            // Its instance is the owner's to pay, and not to be woken up or kept busy where he cannot.
            var owner = new Spender(chute.accountId(), chute.account(), chute.name(), null);
            if (lately(owner).refusal() != null) {
                throw ApiException.unavailable("The chute takes no calls now: its owner can spend no more on it");
            }
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

    /** Has a call paid: now, or if that fails, with the next look. Until then it is not forgotten. */
    void over(CallUnderWay call) {
        if (call.end()) {
            shares.add(call);
            attempt("count what keys took", shares::count);
            book(call);
        }
    }

    /** Looks at all calls, once. */
    void look() {
        List<CallUnderWay> all = calls.all();
        all.forEach(shares::add);
        attempt("count what keys took", shares::count);
        all.stream().filter(CallUnderWay::isOver).forEach(this::book);
        all.forEach(call -> call.endIfLeft(LeftAnswer.LONGEST));
        all.stream()
                .filter(Predicate.not(CallUnderWay::isOver))
                .collect(Collectors.groupingBy(CallUnderWay::spender))
                .forEach((spender, spending) -> attempt("look at calls of " + spender, () -> look(spender, spending)));
    }

    private void look(Spender spender, List<CallUnderWay> spending) {
        String refusal = standing(spender).refusal();
        if (refusal != null) {
            spending.forEach(call -> call.cut(refusal));
        }
    }

    private void book(CallUnderWay call) {
        attempt("book a call of " + call.spender(), () -> {
            call.bill().ifPresent(charges::book);
            calls.remove(call);
        });
    }

    private static void attempt(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            log.error("Could not {}; it is tried again", what, e);
        }
    }

    // Who has enough for long is not asked about for each call that costs him nothing itself.
    private Credit.Standing lately(Spender spender) {
        Credit.Standing known = ample.getIfPresent(spender);
        if (known != null) {
            return known;
        }
        Credit.Standing standing = spender.key() == null ? credit.of(spender, Pending.NONE) : standing(spender);
        if (standing.ample()) {
            ample.put(spender, standing);
        }
        return standing;
    }

    // What was booked between the two questions was counted twice: whoever is refused over it is asked about once more.
    private Credit.Standing standing(Spender spender) {
        boolean booking = calls.of(spender.accountId()).stream().anyMatch(CallUnderWay::isOver);
        Credit.Standing standing = credit.of(spender, pending(spender));
        return standing.refusal() != null && booking ? credit.of(spender, pending(spender)) : standing;
    }

    private Pending pending(Spender spender) {
        Money wallet = Money.ZERO;
        Money chute = Money.ZERO;
        Money key = Money.ZERO;
        for (CallUnderWay call : calls.of(spender.accountId())) {
            Money charge = call.charge();
            wallet = wallet.plus(charge);
            chute = call.spender().chute().equals(spender.chute()) ? chute.plus(charge) : chute;
            key = Objects.equals(call.spender().keyId(), spender.keyId()) ? key.plus(charge) : key;
        }
        return new Pending(wallet, chute, key);
    }

    /** Has every call paid as it is now, and looks no more. What cannot be booked for {@link #LONGEST_CLOSE} is lost, and logged. */
    @Override
    public void close() {
        looks.close();
        calls.all().forEach(this::over);
        long end = System.nanoTime() + LONGEST_CLOSE.toNanos();
        for (List<CallUnderWay> open = calls.all(); !open.isEmpty(); open = calls.all()) {
            if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
                log.error("{} calls are lost: they could not be booked", open.size());
                return;
            }
            pause();
            open.forEach(this::book);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BEFORE_NEXT_TRY);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
