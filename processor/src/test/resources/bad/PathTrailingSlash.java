package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "bad")
class PathTrailingSlash {
    @Endpoint(path = "/hi/") // error: got '/hi/'
    String hi() {
        return "hi";
    }
}
