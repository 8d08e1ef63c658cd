package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import java.io.IOException;

@Chute(name = "constructor")
class ThrowingConstructor {
    ThrowingConstructor() throws IOException {} // error: The constructor of a chute must not declare exceptions, it declares java.io.IOException

    @Endpoint
    String hi() {
        return "";
    }
}
