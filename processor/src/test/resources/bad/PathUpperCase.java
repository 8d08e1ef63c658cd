package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "bad")
class PathUpperCase {
    @Endpoint(path = "/Hi") // error: lower-case letters
    String hi() {
        return "hi";
    }
}
