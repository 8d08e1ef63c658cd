package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Timeouts;

@Chute(name = "idle")
@Timeouts(
        firstByte = "31m", // error: firstByte is 31m, longer than total, which is 30m
        idle = "40m") // error: idle is 40m, longer than total, which is 30m
class IdleBeyondTotal {
    @Endpoint
    void hi() {}
}
