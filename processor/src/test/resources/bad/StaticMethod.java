package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "bad")
class StaticMethod {
    @Endpoint
    static String hi() { // error: neither private nor static
        return "hi";
    }
}
