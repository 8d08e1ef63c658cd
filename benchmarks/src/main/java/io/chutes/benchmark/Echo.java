package io.chutes.benchmark;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Scaling;

/** A chute that does nothing, so that what is left is the runtime. */
@Chute(name = "echo")
@Scaling(concurrency = 256, maxQueue = 10_000)
class Echo {
    record Message(String text, int number, boolean flag) {}

    @Endpoint
    Message echo(Message message) {
        return message;
    }
}
