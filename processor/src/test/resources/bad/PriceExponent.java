package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Gpu;

@Chute(name = "price")
@Gpu(
        maxHourlyPrice = "1e1") // error: maxHourlyPrice must be a decimal above 0 in USD, such as "0.40"; got '1e1'
class PriceExponent {
    @Endpoint
    String hi() {
        return "";
    }
}
