package com.example.hello;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Gpu;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The smallest chute worth deploying: one call that answers, one that streams. */
@Chute(name = "hello", tagline = "Says hello, and counts")
@Gpu(minVramGb = 16, maxHourlyPrice = "0.30")
class Hello {
    record Greet(String name) {}

    record Greeting(String message) {}

    record Count(int to) {}

    record Tick(int number) {}

    @Endpoint(path = "/greet", summary = "Greets by name")
    Greeting greet(Greet request) {
        return new Greeting("Hello, " + request.name() + "!");
    }

    @Endpoint(path = "/count", summary = "Counts from one")
    Stream<Tick> count(Count request) {
        return IntStream.rangeClosed(1, request.to()).mapToObj(Tick::new);
    }
}
