package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "abstract")
abstract class AbstractChute { // error: A chute must not be abstract: the runtime makes an object of it
    @Endpoint
    String hi() {
        return "";
    }
}
