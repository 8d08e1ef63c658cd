package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Cpu;
@Chute(name = "bad")
@Cpu(memoryGb = 513) // error: memoryGb must be 1 to 512, got 513
class CpuMemory {
    @Endpoint(path = "/hi")
    String hi() {
        return "hi";
    }
}
