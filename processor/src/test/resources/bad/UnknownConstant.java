package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Gpu;

@Chute(name = "unknown")
@Gpu(minVramGb = MISSING) // error: cannot find symbol // error: minVramGb cannot be read: write a value
class UnknownConstant {
    @Endpoint(path = "/hi" + MISSING) // error: cannot find symbol
    String hi() {
        return "";
    }
}
