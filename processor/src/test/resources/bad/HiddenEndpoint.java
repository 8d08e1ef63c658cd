package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "hidden")
class HiddenEndpoint {
    @Endpoint
    private String hidden() { // error: An endpoint must be neither private nor static
        return "";
    }

    @Endpoint
    static String shared() { // error: An endpoint must be neither private nor static
        return "";
    }
}
