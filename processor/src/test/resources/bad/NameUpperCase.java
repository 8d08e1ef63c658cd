package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "Hello") // error: got 'Hello'
class NameUpperCase {
    @Endpoint(path = "/hi")
    String hi() {
        return "hi";
    }
}
