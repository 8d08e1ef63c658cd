package io.chutes.platform.server.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * So many requests in a time from each of those who ask, with a burst. A bucket of tokens is one number, the moment at which it will be
 * full again (the generic cell rate algorithm), so that nobody waits for anybody. Only so many askers are remembered.
 */
public final class RateLimit {
    private static final int MOST_REMEMBERED = 100_000;

    private final Rate rate;
    private final LongSupplier nanos;
    private final Cache<String, AtomicLong> full;

    public RateLimit(Rate rate) {
        this(rate, System::nanoTime);
    }

    RateLimit(Rate rate, LongSupplier nanos) {
        this.rate = rate;
        this.nanos = nanos;
        this.full = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfterAccess(rate.window())
                .build();
    }

    /**
     * Takes one token of whoever asks from an address, as {@link #take} does. Of IPv6 everybody has a whole network.
     *
     * @throws ApiException 429 if there is none
     */
    public void takeFrom(String address) {
        if (!rate.isUnlimited()) {
            var range = AddressRange.ofWhoeverHas(InetAddress.ofLiteral(address));
            take(range.toString(), "The address " + address);
        }
    }

    /**
     * Takes one token of an asker.
     *
     * @param what the asker, for the message
     * @throws ApiException 429 if there is none
     */
    public void take(String asker, String what) {
        if (rate.isUnlimited()) {
            return;
        }
        long now = nanos.getAsLong();
        long each = rate.window().toNanos() / rate.requests();
        long window = each * rate.requests();
        AtomicLong moment = full.get(asker, _ -> new AtomicLong(now));
        while (true) {
            long before = moment.get();
            long after = Math.max(0, before - now) + now + each;
            if (after - now > window) {
                Duration wait = Duration.ofNanos(after - now - window);
                throw ApiException.tooManyRequests(
                        "%s made more than %d requests in %s; ask again later"
                                .formatted(what, rate.requests(), rate.text()),
                        wait);
            }
            if (moment.compareAndSet(before, after)) {
                return;
            }
        }
    }

    /**
     * How many.
     *
     * @param requests at most, 0 for any number
     * @param window in that time; as many may come at once
     */
    public record Rate(int requests, Duration window) {
        /** Any number. */
        public static final Rate UNLIMITED = new Rate(0, Duration.ofSeconds(1));

        public Rate {
            if (requests < 0 || window.isNegative() || window.isZero()) {
                throw new IllegalArgumentException(
                        "A rate is at least 0 requests in more than no time, not %d in %s".formatted(requests, window));
            }
        }

        boolean isUnlimited() {
            return requests == 0;
        }

        String text() {
            return window.toSeconds() + " s";
        }
    }
}
