package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Gpu;
import io.chutes.annotation.GpuModel;

@Chute(name = "unknown")
@Gpu(include = GpuModel.L5) // error: an enum annotation value must be an enum constant
class UnknownModel {
    @Endpoint
    String hi() {
        return "";
    }
}
