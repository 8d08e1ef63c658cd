package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.HttpMethod;

@Chute(name = "paths")
class SamePath {
    @Endpoint(path = "/hi")
    void first() {}

    @Endpoint(path = "/hi", method = HttpMethod.GET)
    void read() {}

    @Endpoint(path = "/hi") // error: POST /hi is already the endpoint first
    void second() {}

    record In(int a) {}

    @Endpoint
    void twice() {}

    @Endpoint // error: POST /twice is already the endpoint twice
    void twice(In in) {}
}
