package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "bad")
class ComponentNotJson {
    record A(Thread thread) {}

    @Endpoint
    String hi(A body) { // error: java.lang.Thread cannot be JSON here (A.thread)
        return "hi";
    }
}
