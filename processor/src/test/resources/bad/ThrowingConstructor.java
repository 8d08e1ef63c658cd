package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "bad")
class ThrowingConstructor {
    ThrowingConstructor() throws java.io.IOException {} // error: must not declare exceptions

    @Endpoint
    String hi() {
        return "hi";
    }
}
