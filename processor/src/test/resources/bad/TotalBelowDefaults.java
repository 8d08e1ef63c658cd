package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Timeouts;

@Chute(name = "total")
@Timeouts(total = "30s") // error: firstByte is 60s, longer than total, which is 30s // error: idle is 60s, longer than total, which is 30s
class TotalBelowDefaults {
    @Endpoint
    void hi() {}
}
