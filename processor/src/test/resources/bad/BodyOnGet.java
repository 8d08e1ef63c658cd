package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "bad")
class BodyOnGet {
    record A(int a) {}

    @Endpoint(method = io.chutes.annotation.HttpMethod.GET)
    String hi(A body) { // error: A GET endpoint takes no body: use POST, or remove body
        return "hi";
    }
}
