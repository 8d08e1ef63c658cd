package good;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

class Outer {
    @Chute(name = "inner")
    static class Inner {
        @Endpoint
        String hi() {
            return "hi";
        }
    }
}
