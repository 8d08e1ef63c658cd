package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Gpu;
@Chute(name = "bad")
@Gpu(maxHourlyPrice = "0") // error: above 0
class GpuPriceZero {
    @Endpoint(path = "/hi")
    String hi() {
        return "hi";
    }
}
