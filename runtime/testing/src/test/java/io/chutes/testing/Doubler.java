package io.chutes.testing;

import io.chutes.annotation.Call;
import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.HttpMethod;
import io.chutes.annotation.OnShutdown;
import io.chutes.annotation.OnStartup;
import io.chutes.annotation.Scaling;
import io.chutes.annotation.Secret;
import io.chutes.annotation.Timeouts;
import io.chutes.annotation.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a user would annotate. */
@Chute(name = "doubler")
@Scaling(concurrency = 2, maxQueue = 0)
@Timeouts(total = "1h")
class Doubler {
    static final AtomicReference<String> ENDED = new AtomicReference<>("");

    @Weights(repo = "hf://example/factors", revision = "0123456789abcdef0123456789abcdef01234567")
    Path factors;

    @Secret("DOUBLER_KEY")
    String key;

    private final AtomicInteger calls = new AtomicInteger();
    private int factor;

    @OnStartup
    void readFactor() throws IOException {
        factor =
                Integer.parseInt(Files.readString(factors.resolve("factor.txt")).strip());
    }

    @OnShutdown
    void end() {
        ENDED.set(key);
    }

    @Endpoint
    Doubled twice(Amount amount) {
        return new Doubled(factor * amount.value(), calls.incrementAndGet());
    }

    @Endpoint
    Stream<Amount> endless(Amount from) {
        return IntStream.iterate(from.value(), n -> n + 1).mapToObj(Amount::new);
    }

    @Endpoint(method = HttpMethod.GET)
    String deadline(Call call) {
        return call.deadline().toString();
    }

    record Amount(int value) {}

    record Doubled(int value, int calls) {}
}
