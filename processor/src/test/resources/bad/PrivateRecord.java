package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "private-record")
class PrivateRecord {
    private record In(int a) {}

    record Pair(In first, In second) {}

    @Endpoint
    void pair(Pair pair) {} // error: In is private, and the runtime must read and write it: make it visible in its package
}
