package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@Chute(name = "endless")
class Endless {
    record Itself(Itself again) {}

    record Ping(Pong pong) {}

    record Pong(Ping ping) {}

    sealed interface Choice permits Only {}

    record Only(Choice choice) implements Choice {}

    record Filled(@NotEmpty List<Filled> more) {}

    record Ends(List<Ends> list, Map<String, Ends> map, Optional<Ends> maybe, Ends[] array) {}

    enum None {}

    record Empty(None none) {}

    @Endpoint
    void itself(Itself in) {} // error: No value of Itself would ever end

    @Endpoint
    Ping ping() { // error: No value of Ping, Pong would ever end, as it needs another: make what leads back to it Optional, @Nullable, a List or a Map
        return null;
    }

    @Endpoint
    void choice(List<Choice> in) {} // error: No value of Choice, Only would ever end

    @Endpoint
    void filled(Filled in) {} // error: No value of Filled would ever end

    @Endpoint
    void ends(Ends in) {}

    @Endpoint
    void empty(Empty in) {} // error: None has no constants, so that no value fits: add one
}
