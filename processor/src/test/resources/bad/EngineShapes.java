package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Engine;
import io.chutes.annotation.EngineCommand;
import io.chutes.annotation.OnStartup;
import io.chutes.annotation.Passthrough;
import io.chutes.annotation.StartupContext;
import java.util.List;

@Chute(name = "engine-shapes")
class EngineShapes {
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

    @Endpoint
    @Passthrough(port = 9004)
    void d() {}

    @Endpoint
    @Passthrough(port = 9005)
    void e() {}

    @Engine(port = 9001)
    List<String> list() { // error: An engine method returns an EngineCommand, which says how the process is started; this one returns java.util.List<java.lang.String>
        return List.of();
    }

    @Engine(port = 9002)
    EngineCommand takes(int gpus) { // error: An engine method takes nothing or a StartupContext, got [int]
        return COMMAND;
    }

    @Engine(port = 9003)
    private static EngineCommand fixed() { // error: An engine method must be neither private nor static
        return COMMAND;
    }

    @Engine(port = 9004)
    @OnStartup
    EngineCommand started() { // error: A startup method returns nothing, this one returns io.chutes.annotation.EngineCommand
        return COMMAND;
    }

    @Engine(port = 9005)
    EngineCommand twice() {
        return COMMAND;
    }

    @Engine(port = 9006) // error: No endpoint has @Passthrough(port = 9006)
    EngineCommand twice(StartupContext context) { // error: Another engine is the method twice: rename one
        return COMMAND;
    }
}
