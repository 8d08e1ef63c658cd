package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

interface Speaks {
    @Endpoint // error: @Endpoint belongs on a method of a class, not of an interface
    String speak();
}

@Chute(name = "speaker")
class StrayOnInterface implements Speaks {
    @Override
    public String speak() {
        return "";
    }

    @Endpoint
    String other() {
        return "";
    }
}
