package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "bad")
class PathReserved {
    @Endpoint(path = "/_chute/ready") // error: belong to the runtime
    String hi() {
        return "hi";
    }
}
