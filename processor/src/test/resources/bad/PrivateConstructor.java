package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "constructor")
class PrivateConstructor { // error: A chute needs a constructor without parameters that is not private
    private PrivateConstructor() {}

    @Endpoint
    String hi() {
        return "";
    }
}
