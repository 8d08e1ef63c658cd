package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Scaling;

@Chute(name = "target")
@Scaling(
        maxInstances = 101, // error: maxInstances must be 1 to 100, got 101
        target = Double.NaN) // error: target must be above 0 and at most 1, got NaN
class ScalingTarget {
    @Endpoint
    void hi() {}
}
