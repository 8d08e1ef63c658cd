package io.chutes.benchmark;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Scaling;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A chute whose streams last, an event a second. */
@Chute(name = "ticker")
@Scaling(concurrency = 256)
class Ticker {
    record Hold(int seconds) {}

    record Tick(int number) {}

    @Endpoint
    Stream<Tick> ticks(Hold hold) {
        return IntStream.rangeClosed(0, hold.seconds()).mapToObj(number -> {
            try {
                TimeUnit.SECONDS.sleep(number == 0 ? 0 : 1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("a stream was cut", e);
            }
            return new Tick(number);
        });
    }
}
