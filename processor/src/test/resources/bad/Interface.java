package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "bad")
interface Interface { // error: must be a class, this is an interface
    @Endpoint
    default String hi() {
        return "hi";
    }
}
