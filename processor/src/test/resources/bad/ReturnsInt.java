package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "bad")
class ReturnsInt {
    @Endpoint
    int hi() { // error: wrap it in a record
        return 1;
    }
}
