package io.chutes.platform.server.gateway;

import io.chutes.platform.api.Money;
import io.chutes.platform.price.CallPrice;
import io.chutes.platform.server.billing.Spender;
import io.chutes.platform.server.chute.Chute;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call from the moment that it may spend until it is over, with what it has cost so far. */
final class CallUnderWay implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CallUnderWay.class);
    private static final BigDecimal NANOS_PER_HOUR = new BigDecimal(3_600_000_000_000L);
    private static final int FIRST_REFUSAL = 400;

    private final CallMeter meter;
    private final Spender spender;
    private final Chute chute;
    private final @Nullable CallPrice price;
    private final Instant begunAt;
    private final boolean counted;
    private BigDecimal hourlyShare = BigDecimal.ZERO;
    private long started;
    private long countedUntil;
    private boolean running;
    private boolean charged;
    private @Nullable Tokens tokens;
    private @Nullable String refusal;
    private @Nullable Closeable answer;

    /**
     * A call that has yet to start.
     *
     * @param price what the chute's owner asks for it; null if nothing, as for his own calls
     * @param begunAt when it asked to spend: that price holds, whatever is asked by the time that an instance is ready for it
     * @param counted whether its share of the instance is counted against its key
     */
    CallUnderWay(
            CallMeter meter,
            Spender spender,
            Chute chute,
            @Nullable CallPrice price,
            Instant begunAt,
            boolean counted) {
        this.meter = meter;
        this.spender = spender;
        this.chute = chute;
        this.price = price;
        this.begunAt = begunAt;
        this.counted = counted;
    }

    Spender spender() {
        return spender;
    }

    Chute chute() {
        return chute;
    }

    /** It is handed to an instance. Waiting for one costs nothing. */
    void runsOn(String instance) {
        runs(counted ? meter.hourlyShare(chute, instance) : BigDecimal.ZERO);
    }

    private synchronized void runs(BigDecimal share) {
        started = System.nanoTime();
        countedUntil = started;
        hourlyShare = share;
        running = true;
    }

    /** The instance begins to answer; closing {@code body} ends that. What a chute refuses or fails to do is not charged. */
    synchronized void answers(int status, Closeable body) {
        charged = status < FIRST_REFUSAL;
        answer = body;
        if (refusal != null) {
            end();
        }
    }

    /** Whether it is paid for by its tokens. */
    boolean isPaidByTokens() {
        return price instanceof CallPrice.MillionTokens;
    }

    /** What a language model read and wrote so far. */
    synchronized void tokens(Tokens soFar) {
        tokens = soFar;
    }

    /** Ends it, since nothing more may be spent on it; if it is not answered yet, as soon as it is. */
    synchronized void cut(String reason) {
        if (refusal == null) {
            refusal = reason;
            end();
        }
    }

    /** Why it was cut, if it was. */
    synchronized Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** What it costs the caller if it is over now. */
    synchronized Money charge() {
        return price == null || !charged ? Money.ZERO : price.of(took(), inputTokens(), outputTokens());
    }

    /** What its key is to be charged with since this was asked last: only where the call itself costs nothing. */
    synchronized Money uncounted() {
        long now = System.nanoTime();
        long nanos = running ? now - countedUntil : 0;
        countedUntil = now;
        return new Money(hourlyShare
                .multiply(BigDecimal.valueOf(nanos))
                .divide(NANOS_PER_HOUR, Money.SCALE, RoundingMode.HALF_UP));
    }

    Instant begunAt() {
        return begunAt;
    }

    synchronized Duration took() {
        return running ? Duration.ofNanos(System.nanoTime() - started) : Duration.ZERO;
    }

    synchronized long inputTokens() {
        return tokens == null ? 0 : tokens.input();
    }

    synchronized long outputTokens() {
        return tokens == null ? 0 : tokens.output();
    }

    /** Whether it is to be paid for by what its answer did not tell. */
    synchronized boolean isUncounted() {
        return isPaidByTokens() && charged && tokens == null;
    }

    /** It is over, however it ended: now it is paid for. */
    @Override
    public void close() {
        meter.over(this);
    }

    private void end() {
        if (answer == null) {
            return;
        }
        try {
            answer.close();
        } catch (IOException e) {
            log.debug("Closing the answer of a call that was cut failed", e);
        }
    }
}
