package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "twice")
class SameNameTwice {
    @Endpoint
    String hi() {
        return "hi";
    }
}

@Chute(name = "twice")
class AnotherOfThatName { // error: Another chute of this compilation is named 'twice'
    @Endpoint
    String hi() {
        return "hi";
    }
}
