package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

class InnerChute {
    @Chute(name = "inner")
    class Inner { // error: A chute inside another class must be static
        @Endpoint
        String hi() {
            return "";
        }
    }
}
