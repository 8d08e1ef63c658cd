package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "bad")
class BodyIsInt {
    @Endpoint
    String hi(int body) { // error: A body must be a record (or take Call), got int
        return "hi";
    }
}
