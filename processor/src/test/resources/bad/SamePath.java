package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.HttpMethod;
import io.chutes.annotation.PathParam;

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

    @Endpoint(path = "/other")
    void twice(In in) {} // error: Another endpoint is the method twice: names are unique, since clients call them; rename one

    @Endpoint(path = "/words/{word}")
    void word(@PathParam("word") String word) {}

    @Endpoint(path = "/words/{name}") // error: POST /words/{name} is already the endpoint word
    void named(@PathParam("name") String name) {}
}
