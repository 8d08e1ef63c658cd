package good;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.OnStartup;

@Chute(name = "old")
class Old {
    /** @deprecated take another */
    @Deprecated
    record In(int a) {}

    @Deprecated
    @OnStartup
    void start() {}

    @Deprecated(forRemoval = true)
    @Endpoint
    void hi(In in) {}
}
