package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

class SameNameTwice {
    @Chute(name = "same")
    static class First {
        @Endpoint
        String hi() {
            return "";
        }
    }

    @Chute(name = "same")
    static class Second { // error: Another chute of this compilation is named 'same': names are unique
        @Endpoint
        String hi() {
            return "";
        }
    }
}
