package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Scaling;

@Chute(name = "ranges")
@Scaling(
        concurrency = 0, // error: concurrency must be 1 to 256, got 0
        maxQueue = -1, // error: maxQueue must be 0 to 10000, got -1
        minInstances = 5, // error: minInstances is 5, more than maxInstances, which is 2
        maxInstances = 2,
        target = 1.5, // error: target must be above 0 and at most 1, got 1.5
        idleShutdown = "8d") // error: idleShutdown must be 1m to 7d, got '8d'
class ScalingRanges {
    @Endpoint
    void hi() {}
}
