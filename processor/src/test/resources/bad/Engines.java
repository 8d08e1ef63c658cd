package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Engine;
import io.chutes.annotation.EngineCommand;
import io.chutes.annotation.Passthrough;
import io.chutes.annotation.StartupContext;
import io.chutes.annotation.Timeouts;

@Chute(name = "engines")
@Timeouts(startup = "2m")
class Engines {
    private static final EngineCommand COMMAND = EngineCommand.of("serve");

    @Endpoint
    @Passthrough(port = 9000)
    void chat() {}

    @Endpoint
    @Passthrough(port = 8000) // error: Port 8000 is the chute's own: its calls would come back to it
    void circle() {}

    @Engine(port = 9000)
    EngineCommand good(StartupContext context) {
        return COMMAND;
    }

    @Engine(port = 9000) // error: Port 9000 is the engine good's already: give each a port of its own
    EngineCommand second() {
        return COMMAND;
    }

    @Engine(port = 9001) // error: No endpoint has @Passthrough(port = 9001): nobody would call this engine; add one, or remove @Engine
    EngineCommand alone() {
        return COMMAND;
    }

    @Engine(port = 8000) // error: Port 8000 is the chute's own: its calls would come back to it
    EngineCommand own() {
        return COMMAND;
    }
}
