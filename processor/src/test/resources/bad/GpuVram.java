package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Gpu;
@Chute(name = "bad")
@Gpu(minVramGb = -1) // error: minVramGb must be 0 to 192, got -1
class GpuVram {
    @Endpoint(path = "/hi")
    String hi() {
        return "hi";
    }
}
