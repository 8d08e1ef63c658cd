package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Cpu;
@Chute(name = "bad")
@Cpu(cores = 0) // error: cores must be 1 to 64, got 0
class CpuCores {
    @Endpoint(path = "/hi")
    String hi() {
        return "hi";
    }
}
