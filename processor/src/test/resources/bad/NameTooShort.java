package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "hi") // error: A chute's name is 3 to 63 lower-case letters
class NameTooShort {
    @Endpoint(path = "/hi")
    String hi() {
        return "hi";
    }
}
