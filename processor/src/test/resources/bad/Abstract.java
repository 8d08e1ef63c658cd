package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "bad")
abstract class Abstract { // error: must not be abstract
    @Endpoint
    String hi() {
        return "hi";
    }
}
