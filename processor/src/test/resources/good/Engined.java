package good;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Engine;
import io.chutes.annotation.EngineCommand;
import io.chutes.annotation.HttpMethod;
import io.chutes.annotation.Passthrough;
import io.chutes.annotation.StartupContext;
import io.chutes.annotation.Timeouts;

abstract class Served {
    @Engine(port = 9001)
    EngineCommand serve(StartupContext context) throws Exception {
        return EngineCommand.of("serve", context.chute());
    }
}

@Chute(name = "engined")
@Timeouts(startup = "20m")
class Engined extends Served {
    @Engine(port = 9002, health = "/v1/models", startup = "90s", restarts = 0, window = "1h")
    EngineCommand embed() {
        return EngineCommand.of("embed");
    }

    @Endpoint(path = "/v1/chat/completions")
    @Passthrough(port = 9001)
    void chat() {}

    @Endpoint(path = "/v1/embeddings")
    @Passthrough(port = 9002)
    void embeddings() {}

    @Endpoint(path = "/v1/models", method = HttpMethod.GET)
    @Passthrough(port = 9003)
    void models() {}
}
