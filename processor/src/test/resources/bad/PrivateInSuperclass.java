package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

abstract class Hides {
    @Endpoint // error: @Endpoint has no effect on a private member: make it visible
    private String hidden() {
        return "";
    }
}

@Chute(name = "hides")
class PrivateInSuperclass extends Hides {
    @Endpoint
    String hi() {
        return "";
    }
}
