package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "bad")
class ComponentIsChar {
    record A(char letter) {}

    @Endpoint
    String hi(A body) { // error: char cannot be JSON here (A.letter)
        return "hi";
    }
}
