package io.chutes.platform.server.gateway;

import io.chutes.platform.api.Money;
import io.chutes.platform.price.CallPrice;
import io.chutes.platform.server.billing.ChargedCall;
import io.chutes.platform.server.billing.Spender;
import io.chutes.platform.server.chute.Chute;
import io.chutes.platform.server.web.ApiException;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call from the moment that it may spend until it is over, with what it has cost so far. */
final class CallUnderWay implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CallUnderWay.class);
    private static final BigDecimal NANOS_PER_HOUR = new BigDecimal(3_600_000_000_000L);
    private static final int FIRST_REFUSAL = 400;
    private static final int FIRST_FAILURE = 500;

    private final CallMeter meter;
    private final Spender spender;
    private final Chute chute;
    private final @Nullable CallPrice price;
    private final Instant begunAt;
    private final boolean counted;
    private final RunTime time = new RunTime();
    private BigDecimal hourlyShare = BigDecimal.ZERO;
    private boolean charged;
    private boolean failed;
    private boolean whole;
    private long leftAt;
    private boolean left;
    private volatile boolean stopped;
    private @Nullable Tokens tokens;
    private @Nullable String refusal;
    private @Nullable Closeable answer;
    private @Nullable Runnable cancel;
    private @Nullable String id;

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

    /** It is handed to an instance. Waiting for one costs nothing. */
    void runsOn(String instance) {
        runs(counted ? meter.hourlyShare(chute, instance) : BigDecimal.ZERO);
    }

    private synchronized void runs(BigDecimal share) {
        hourlyShare = share;
        time.begin();
    }

    /** The instance did not take it. Until another does, it costs nothing. */
    synchronized void notTaken() {
        cancel = null;
        if (!time.isOver()) {
            time.undo();
            charged = false;
        }
    }

    /** It waits; {@code cancel} ends that. */
    synchronized void waits(Runnable toCancel) {
        cancel = toCancel;
        if (stopped) {
            toCancel.run();
        }
    }

    /** The instance begins to answer; closing {@code body} ends that. What a chute refuses or fails to do is not charged. */
    synchronized void answers(int status, Closeable body) {
        answer = body;
        cancel = null;
        if (time.isOver()) {
            closeAnswer();
            return;
        }
        charged = status < FIRST_REFUSAL;
        failed = status >= FIRST_FAILURE;
        if (stopped) {
            closeAnswer();
        }
    }

    /** Whether the chute failed to do what it was called for. */
    synchronized boolean isFailed() {
        return failed;
    }

    /** Whether it is paid for by its tokens. */
    boolean isPaidByTokens() {
        return price instanceof CallPrice.MillionTokens;
    }

    /** What a language model read and wrote so far. */
    synchronized void tokens(Tokens soFar) {
        if (!time.isOver()) {
            tokens = soFar;
        }
    }

    /** Its answer has come to its end, unless it was stopped. */
    synchronized void answered() {
        whole = !stopped;
    }

    /** Its caller reads its answer no more. */
    synchronized void callerLeft() {
        if (!left) {
            leftAt = System.nanoTime();
            left = true;
        }
    }

    /**
     * Its caller is gone, whether or not it is answered: the instance's work ends, and what it took until now is charged. Only what is
     * paid by tokens goes on, once an instance has it, until it has told them.
     */
    synchronized void callerGone() {
        if (left || time.isOver()) {
            return;
        }
        callerLeft();
        if (!isPaidByTokens() || !time.isRunning()) {
            charged |= answer == null && cancel != null && time.isRunning();
            stop();
        }
    }

    /** Whether its caller is gone. */
    synchronized boolean isLeft() {
        return left;
    }

    /** Ends it if its caller left as long ago as that. */
    synchronized void endIfLeft(Duration ago) {
        if (left && System.nanoTime() - leftAt >= ago.toNanos()) {
            stop();
        }
    }

    /** Ends it, since nothing more may be spent on it. */
    synchronized void cut(String reason) {
        if (refusal == null) {
            refusal = reason;
            stop();
        }
    }

    private void stop() {
        stopped = true;
        closeAnswer();
        if (cancel != null) {
            cancel.run();
        }
    }

    /** Whether it was ended, wherever it was. */
    boolean isStopped() {
        return stopped;
    }

    /** What to tell the caller of a call that was ended before it was answered. */
    ApiException whyStopped() {
        return refusal().map(ApiException::paymentRequired).orElseGet(() -> ApiException.badRequest("The caller left"));
    }

    /** Why it was cut, if it was. */
    synchronized Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** What it costs the caller if it is over now. */
    synchronized Money charge() {
        return price == null || !charged ? Money.ZERO : price.of(time.soFar(), inputTokens(), outputTokens());
    }

    /** What its key is to be charged with since this was asked last: only where the call itself costs nothing. */
    synchronized Money shareSinceLast() {
        return new Money(hourlyShare
                .multiply(BigDecimal.valueOf(time.sinceLast().toNanos()))
                .divide(NANOS_PER_HOUR, Money.SCALE, RoundingMode.HALF_UP));
    }

    /** Whether it is to be paid for by what its answer has not told yet. */
    synchronized boolean owesTokens() {
        return isPaidByTokens() && charged && tokens == null;
    }

    /** It is over, however it ended: now it is paid for. */
    @Override
    public void close() {
        meter.over(this);
    }

    /** Stops its time; whether nobody did before. */
    synchronized boolean end() {
        boolean first = !time.isOver();
        if (first) {
            time.end();
        }
        return first;
    }

    /** Whether all that is left to do is to book it. */
    synchronized boolean isOver() {
        return time.isOver();
    }

    /** What is to be booked for it, now that it is over; empty if nothing. */
    synchronized Optional<ChargedCall> bill() {
        if (!owesTokens() && !charge().isPositive()) {
            return Optional.empty();
        }
        String key = spender.keyId();
        // The same however often it is tried: that books it once.
        String booked = id == null ? UUID.randomUUID().toString() : id;
        id = booked;
        return Optional.of(new ChargedCall(
                booked,
                spender.accountId(),
                spender.account(),
                key == null ? "" : key,
                chute.id(),
                chute.account(),
                chute.name(),
                begunAt,
                time.soFar(),
                inputTokens(),
                outputTokens(),
                owesTokens() ? whyUntold() : null));
    }

    private String whyUntold() {
        if (whole) {
            return "its answer has no 'usage' that counts them; let the chute report it, in streams too";
        }
        String inEachEvent = "before its answer told a 'usage'; let the chute report it in each event of a stream";
        if (refusal != null) {
            return "it was cut, since its caller may spend no more, " + inEachEvent;
        }
        return left
                ? "its caller left, and it was read on for a while and given up, " + inEachEvent
                : "it broke off " + inEachEvent;
    }

    private long inputTokens() {
        return tokens == null ? 0 : tokens.input();
    }

    private long outputTokens() {
        return tokens == null ? 0 : tokens.output();
    }

    private void closeAnswer() {
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
