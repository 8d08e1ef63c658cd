package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Engine;
import io.chutes.annotation.EngineCommand;
import io.chutes.annotation.Passthrough;
import io.chutes.annotation.Timeouts;

@Chute(name = "engine-settings")
@Timeouts(startup = "2m")
class EngineSettings {
    private static final EngineCommand COMMAND = EngineCommand.of("serve");

    @Endpoint
    @Passthrough(port = 9001)
    void a() {}

    @Endpoint
    @Passthrough(port = 9002)
    void b() {}

    @Endpoint
    @Passthrough(port = 9003)
    void c() {}

    @Engine(
            port = 9001,
            health = "health", // error: health must begin with a slash and have no query, got 'health'
            startup = "soon", // error: startup must be a duration such as "500ms", "90s" or "1h30m", got 'soon'
            restarts = -1, // error: restarts must be 0 to 100, got -1
            window = "1s") // error: window must be 1m to 24h, got '1s'
    EngineCommand one() {
        return COMMAND;
    }

    @Engine(
            port = 9002,
            health = "/health?deep=1", // error: health must begin with a slash and have no query, got '/health?deep=1'
            startup = "3m") // error: startup is 3m, longer than the whole start may take by @Timeouts(startup), which is 2m
    EngineCommand two() {
        return COMMAND;
    }

    @Engine(
            port = 9003,
            health = "", // error: health must begin with a slash and have no query, got ''
            startup = "10ms") // error: startup must be 1s to 2h, got '10ms'
    EngineCommand three() {
        return COMMAND;
    }
}
