package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import jakarta.validation.constraints.AssertFalse;
import jakarta.validation.constraints.AssertTrue;

@Chute(name = "contradictions")
class Contradictions {
    record In(@AssertTrue @AssertFalse boolean a) {}

    @Endpoint
    void hi(In in) {} // error: @AssertFalse on In.a contradicts the other
}
