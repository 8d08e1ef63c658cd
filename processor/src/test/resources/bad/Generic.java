package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "bad")
class Generic<T> { // error: must not have type parameters
    @Endpoint
    String hi() {
        return "hi";
    }
}
