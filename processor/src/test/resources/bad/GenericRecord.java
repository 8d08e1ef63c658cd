package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "bad")
class GenericRecord {
    record A<T>(T value) {}

    @Endpoint
    A<String> hi() { // error: cannot be JSON here
        return new A<>("hi");
    }
}
