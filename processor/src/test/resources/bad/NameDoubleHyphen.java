package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "he--llo") // error: single hyphens
class NameDoubleHyphen {
    @Endpoint(path = "/hi")
    String hi() {
        return "hi";
    }
}
