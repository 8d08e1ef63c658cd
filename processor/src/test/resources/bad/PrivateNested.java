package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

class PrivateNested {
    @Chute(name = "bad")
    private static class Inner { // error: Inner must not be private
        Inner() {}

        @Endpoint
        String hi() {
            return "hi";
        }
    }
}
