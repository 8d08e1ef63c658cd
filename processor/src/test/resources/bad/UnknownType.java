package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "unknown")
class UnknownType {
    record In(int a) {}

    @Endpoint
    Missing hi(In in) { // error: cannot find symbol // error: An endpoint returns a record
        return null;
    }
}
