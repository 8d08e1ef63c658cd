package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "bad")
class ReturnsObject {
    @Endpoint
    Object hi() { // error: got java.lang.Object
        return "hi";
    }
}
