package bad;

import io.chutes.annotation.Endpoint;

class StrayEndpoint {
    @Endpoint // error: @Endpoint has no effect in a class without @Chute: add @Chute to StrayEndpoint, or remove it
    String hi() {
        return "";
    }
}
