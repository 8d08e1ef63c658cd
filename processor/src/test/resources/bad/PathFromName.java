package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "bad")
class PathFromName {
    @Endpoint // error: The method's name makes no path ('/$hi')
    String $hi() {
        return "hi";
    }
}
