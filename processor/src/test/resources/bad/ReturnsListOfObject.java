package bad;

import java.util.List;
import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "bad")
class ReturnsListOfObject {
    @Endpoint
    List<Object> hi() { // error: java.lang.Object cannot be JSON here
        return List.of();
    }
}
