package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

class InnerNotStatic {
    @Chute(name = "bad")
    class Inner { // error: must be static
        @Endpoint
        String hi() {
            return "hi";
        }
    }
}
