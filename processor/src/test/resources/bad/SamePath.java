package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "bad")
class SamePath {
    @Endpoint(path = "/hi")
    String hi() {
        return "hi";
    }

    @Endpoint(path = "/hi") // error: POST /hi is already the endpoint hi
    String hello() {
        return "hello";
    }
}
