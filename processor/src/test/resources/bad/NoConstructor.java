package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "bad")
class NoConstructor { // error: needs a constructor without parameters
    NoConstructor(int size) {}

    @Endpoint
    String hi() {
        return "hi";
    }
}
