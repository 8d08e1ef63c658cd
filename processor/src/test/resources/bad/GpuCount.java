package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Gpu;
@Chute(name = "bad")
@Gpu(count = 9) // error: count must be 1 to 8, got 9
class GpuCount {
    @Endpoint(path = "/hi")
    String hi() {
        return "hi";
    }
}
