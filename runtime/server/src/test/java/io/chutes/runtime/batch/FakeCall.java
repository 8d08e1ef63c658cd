package io.chutes.runtime.batch;

import io.chutes.annotation.Call;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A call without a server: its caller leaves when told to. */
record FakeCall(String requestId, Instant deadline, AtomicBoolean left) implements Call {
    FakeCall(int number) {
        this(number, Instant.MAX);
    }

    FakeCall(int number, Instant deadline) {
        this("request-" + number, deadline, new AtomicBoolean());
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<String> caller() {
        return Optional.empty();
    }

    @Override
    public boolean cancelled() {
        return left.get();
    }
}
