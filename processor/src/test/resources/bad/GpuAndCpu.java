package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Cpu;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Gpu;

@Chute(name = "both")
@Gpu
@Cpu // error: A chute has @Gpu or @Cpu, not both: remove one
class GpuAndCpu {
    @Endpoint
    String hi() {
        return "";
    }
}
