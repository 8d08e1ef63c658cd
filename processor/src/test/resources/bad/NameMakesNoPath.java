package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "names")
class NameMakesNoPath {
    @Endpoint // error: The method's name makes no path ('/_hi'): write one
    String _hi() {
        return "";
    }

    @Endpoint // error: The method's name makes no path ('/größe'): write one
    String größe() {
        return "";
    }
}
