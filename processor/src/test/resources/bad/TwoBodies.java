package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "bad")
class TwoBodies {
    record A(int a) {}

    record B(int b) {}

    @Endpoint
    String hi(A first, B second) { // error: takes one body; put second and the other into one record
        return "hi";
    }
}
