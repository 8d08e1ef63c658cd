package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Gpu;
import io.chutes.annotation.GpuModel;

@Chute(name = "no-gpu")
@Gpu(exclude = { // error: No GPU is left: exclude names every model
    GpuModel.A10,
    GpuModel.A100,
    GpuModel.A100_40GB,
    GpuModel.A100_40GB_SXM,
    GpuModel.A100_SXM,
    GpuModel.A40,
    GpuModel.A4000,
    GpuModel.A4000_ADA,
    GpuModel.A5000,
    GpuModel.A6000,
    GpuModel.A6000_ADA,
    GpuModel.B200,
    GpuModel.H100,
    GpuModel.H100_NVL,
    GpuModel.H100_SXM,
    GpuModel.H20,
    GpuModel.H200,
    GpuModel.H800,
    GpuModel.L4,
    GpuModel.L40,
    GpuModel.L40S,
    GpuModel.MI300X,
    GpuModel.PRO_6000,
    GpuModel.RTX_3090,
    GpuModel.RTX_4090,
    GpuModel.RTX_5090,
})
class EveryGpuExcluded {
    @Endpoint
    void hi() {}
}
