package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Gpu;
@Chute(name = "bad")
@Gpu(maxHourlyPrice = "cheap") // error: must be a decimal above 0 in USD, such as "0.40"; got 'cheap'
class GpuPriceNotANumber {
    @Endpoint(path = "/hi")
    String hi() {
        return "hi";
    }
}
