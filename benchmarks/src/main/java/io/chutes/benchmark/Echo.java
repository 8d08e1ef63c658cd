package io.chutes.benchmark;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Scaling;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A chute that does nothing, so that what is left is the runtime. */
@Chute(name = "echo")
@Scaling(concurrency = 1024, maxQueue = 10_000)
class Echo {
    private final Semaphore released = new Semaphore(0);

    record Message(String text, int number, boolean flag) {}

    record Tick(int number) {}

    @Endpoint
    Message echo(Message message) {
        return message;
    }

    /** A number at once, and another when told. */
    @Endpoint
    Stream<Tick> held() {
        return IntStream.of(1, 2).mapToObj(number -> {
            if (number == 2) {
                released.acquireUninterruptibly();
            }
            return new Tick(number);
        });
    }

    /** Ends that many of those that are held. */
    @Endpoint
    void release(Tick count) {
        released.release(count.number());
    }
}
