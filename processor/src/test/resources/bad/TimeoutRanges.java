package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Timeouts;

@Chute(name = "ranges")
@Timeouts(
        startup = "3h", // error: startup must be 1s to 2h, got '3h'
        firstByte = "soon", // error: firstByte must be a duration such as "500ms", "90s" or "1h30m", got 'soon'
        idle = "50ms", // error: idle must be 100ms to 1h, got '50ms'
        total = "") // error: total must be a duration such as "500ms", "90s" or "1h30m", got ''
class TimeoutRanges {
    @Endpoint
    void hi() {}
}
