package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "enum")
enum EnumChute { // error: A chute must be a class, this is an enum
    A;

    @Endpoint
    String hi() {
        return "";
    }
}
