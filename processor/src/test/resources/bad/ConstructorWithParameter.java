package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "constructor")
class ConstructorWithParameter { // error: A chute needs a constructor without parameters that is not private
    ConstructorWithParameter(int a) {}

    @Endpoint
    String hi() {
        return "";
    }
}
