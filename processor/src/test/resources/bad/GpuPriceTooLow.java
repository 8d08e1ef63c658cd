package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Gpu;
@Chute(name = "bad")
@Gpu(maxHourlyPrice = "0.01") // error: No GPU is left
class GpuPriceTooLow {
    @Endpoint(path = "/hi")
    String hi() {
        return "hi";
    }
}
