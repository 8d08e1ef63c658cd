package bad;

import io.chutes.annotation.Batched;
import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Engine;
import io.chutes.annotation.EngineCommand;
import io.chutes.annotation.Job;
import io.chutes.annotation.OnStartup;
import io.chutes.annotation.Passthrough;
import io.chutes.annotation.PathParam;
import io.chutes.annotation.QueryParam;
import io.chutes.annotation.Scaling;
import io.chutes.annotation.Secret;
import io.chutes.annotation.Timeouts;

@Scaling // error: @Scaling has no effect on a class without @Chute: add @Chute, or remove it
@Timeouts // error: @Timeouts has no effect on a class without @Chute: add @Chute, or remove it
class StrayMembers {
    @Secret("KEY") // error: @Secret has no effect here: add @Chute to StrayMembers, or make StrayMembers abstract for chutes to extend, or remove it
    String key;

    @OnStartup // error: @OnStartup has no effect here: add @Chute to
    void start() {}

    @Engine(port = 9000) // error: @Engine has no effect here: add @Chute to
    EngineCommand serve() {
        return EngineCommand.of("serve");
    }

    @Job // error: @Job has no effect here: add @Chute to
    void job() {}

    @Batched(maxSize = 2, maxWait = "1ms") // error: @Batched has no effect on a method without @Endpoint: add @Endpoint, or remove it
    void batched() {}

    @Passthrough(port = 9000) // error: @Passthrough has no effect on a method without @Endpoint: add @Endpoint, or remove it
    void engine() {}

    void parameter(@QueryParam("a") String a) {} // error: @QueryParam has no effect on a parameter of a method without @Endpoint: add @Endpoint, or remove it

    void segment(@PathParam("a") String a) {} // error: @PathParam has no effect on a parameter of a method without @Endpoint
}
