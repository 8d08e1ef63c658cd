package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "bad")
class PrivateRecord {
    private record A(int a) {}

    @Endpoint
    String hi(A body) { // error: A is private
        return "hi";
    }
}
