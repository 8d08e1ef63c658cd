package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "record")
record RecordChute(int a) { // error: A chute must be a class, this is a record
    @Endpoint
    String hi() {
        return "";
    }
}
