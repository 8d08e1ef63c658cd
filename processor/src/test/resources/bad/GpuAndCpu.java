package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Cpu;
import io.chutes.annotation.Gpu;
@Chute(name = "bad")
@Gpu
@Cpu // error: @Gpu or @Cpu, not both
class GpuAndCpu {
    @Endpoint(path = "/hi")
    String hi() {
        return "hi";
    }
}
