package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Gpu;
import io.chutes.annotation.GpuModel;
@Chute(name = "bad")
@Gpu(include = GpuModel.L4, minVramGb = 80) // error: L4 has 24 GB at 0.25 USD an hour
class GpuNoneLeft {
    @Endpoint(path = "/hi")
    String hi() {
        return "hi";
    }
}
