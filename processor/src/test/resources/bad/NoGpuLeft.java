package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Gpu;
import io.chutes.annotation.GpuModel;

@Chute(name = "nothing")
@Gpu(include = {GpuModel.L4, GpuModel.H100}, minVramGb = 40, maxHourlyPrice = "1.00") // error: No GPU is left after include, exclude, minVramGb = 40 and maxHourlyPrice = 1.00: L4 has 24 GB at 0.25 USD an hour, H100 has 80 GB at 1.79 USD an hour
class NoGpuLeft {
    @Endpoint
    String hi() {
        return "";
    }
}
