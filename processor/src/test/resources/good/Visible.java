package good;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Gpu;
import io.chutes.annotation.GpuModel;
import io.chutes.annotation.Image;

/** A public chute, with every setting there is. */
@Chute(name = "visible", tagline = "Can be seen — übrigens")
@Gpu(
        count = 8,
        minVramGb = 80,
        include = {GpuModel.H100, GpuModel.B200, GpuModel.A100},
        exclude = GpuModel.H200,
        maxHourlyPrice = "4.50")
@Image(base = "registry.example.com:5000/team/java_25:jre@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")
public class Visible {
    /** A chute, as the runtime makes it. */
    public Visible() {}

    /** Says hi. */
    @Endpoint
    public String hi() {
        return "hi";
    }
}
