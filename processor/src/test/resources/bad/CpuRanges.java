package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Cpu;
import io.chutes.annotation.Endpoint;

@Chute(name = "cpu-ranges")
@Cpu(
        cores = 0, // error: cores must be 1 to 64, got 0
        memoryGb = 513) // error: memoryGb must be 1 to 512, got 513
class CpuRanges {
    @Endpoint
    String hi() {
        return "";
    }
}
