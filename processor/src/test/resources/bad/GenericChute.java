package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "generic")
class GenericChute<T> { // error: A chute must not have type parameters: nothing says what they would be
    @Endpoint
    String hi() {
        return "";
    }
}
