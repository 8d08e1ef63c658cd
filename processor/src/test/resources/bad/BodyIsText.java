package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "bad")
class BodyIsText {
    @Endpoint
    String hi(String body) { // error: A body must be a record (or take Call), got java.lang.String
        return "hi";
    }
}
