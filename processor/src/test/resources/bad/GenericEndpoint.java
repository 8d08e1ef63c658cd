package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "generic")
class GenericEndpoint {
    record In(int a) {}

    @Endpoint
    <T extends Comparable<T>> String hi(In in) { // error: An endpoint must not have type parameters: nothing says what they would be
        return "";
    }
}
