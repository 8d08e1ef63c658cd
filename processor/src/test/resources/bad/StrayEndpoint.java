package bad;

import io.chutes.annotation.Endpoint;

class StrayEndpoint {
    @Endpoint(path = "/hi") // error: has no effect in a class without @Chute: add @Chute to StrayEndpoint
    String hi() {
        return "hi";
    }
}
