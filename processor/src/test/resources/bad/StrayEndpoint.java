package bad;

import io.chutes.annotation.Endpoint;

class StrayEndpoint {
    @Endpoint // error: @Endpoint has no effect here: add @Chute to StrayEndpoint, or make StrayEndpoint abstract for chutes to extend, or remove it
    String hi() {
        return "";
    }
}
