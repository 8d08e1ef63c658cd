package bad;

import java.util.Map;
import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "bad")
class MapWithOtherKeys {
    record A(Map<Integer, String> names) {}

    @Endpoint
    String hi(A body) { // error: cannot be JSON here (A.names)
        return "hi";
    }
}
