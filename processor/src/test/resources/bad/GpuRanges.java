package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Gpu;

@Chute(name = "gpu-ranges")
@Gpu(
        count = 9, // error: count must be 1 to 8, got 9
        minVramGb = -1) // error: minVramGb must be 0 to 192, got -1
class GpuRanges {
    @Endpoint
    String hi() {
        return "";
    }
}
