package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Gpu;
import io.chutes.annotation.GpuModel;
@Chute(name = "bad")
@Gpu(include = {GpuModel.L4, GpuModel.A10}, exclude = GpuModel.L4) // error: include and exclude both name L4
class GpuOverlap {
    @Endpoint(path = "/hi")
    String hi() {
        return "hi";
    }
}
