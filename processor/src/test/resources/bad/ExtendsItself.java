package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "cycle") // error: annotation interface not applicable
class ExtendsItself extends ExtendsItself.Inner { // error: cyclic inheritance involving
    static class Inner extends ExtendsItself {}

    @Endpoint
    void hi() {}
}
