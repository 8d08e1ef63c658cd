package io.chutes.testing;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Engine;
import io.chutes.annotation.EngineCommand;
import io.chutes.annotation.Passthrough;

/** A chute around an engine that is not on this machine. */
@Chute(name = "relay")
class Relay {
    @Engine(port = 29471)
    EngineCommand serve() {
        return EngineCommand.of("an-engine-that-is-not-here");
    }

    @Endpoint
    @Passthrough(port = 29471)
    void chat() {}
}
