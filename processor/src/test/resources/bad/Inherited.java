package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

abstract class Base {
    @Endpoint(path = "HI")
    void badPath() {}

    @Endpoint
    void badBody(int number) {}

    @Endpoint
    abstract String noBody();
}

@Chute(name = "inherited")
class Inherited extends Base { // error: badPath, inherited from bad.Base: A path is segments // error: badBody, inherited from bad.Base: A body must be a record
    @Override
    String noBody() {
        return "";
    }
}
