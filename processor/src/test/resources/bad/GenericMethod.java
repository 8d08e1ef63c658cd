package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "bad")
class GenericMethod {
    @Endpoint
    <T> String hi() { // error: must not have type parameters
        return "hi";
    }
}
