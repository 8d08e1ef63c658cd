package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Gpu;
import io.chutes.annotation.GpuModel;

@Chute(name = "both")
@Gpu(
        include = {GpuModel.L4, GpuModel.A10, GpuModel.H100},
        exclude = {GpuModel.L4, GpuModel.A10}) // error: include and exclude both name A10, L4: remove it from one
class IncludedAndExcluded {
    @Endpoint
    String hi() {
        return "";
    }
}
