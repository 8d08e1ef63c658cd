package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@Chute(name = "components")
class Components {
    record Letter(char letter) {}

    @SuppressWarnings("rawtypes")
    record Raw(List raw) {}

    record Any(Object any) {}

    record Day(LocalTime day) {}

    interface Open {}

    record Boxed(Open box) {}

    record Deep(List<Map<String, Optional<Any>>> list) {}

    @Endpoint
    void letter(Letter in) {} // error: char cannot be JSON here (Letter.letter)

    @Endpoint
    void raw(Raw in) {} // error: java.util.List cannot be JSON here (Raw.raw); use records

    @Endpoint
    void any(Any in) {} // error: java.lang.Object cannot be JSON here (Any.any); use records, sealed interfaces of records, enums

    @Endpoint
    Day day() { // error: java.time.LocalTime cannot be JSON here (Day.day)
        return new Day(null);
    }

    @Endpoint
    void boxed(Boxed in) {} // error: bad.Components.Open cannot be JSON here (Boxed.box)

    @Endpoint
    void deep(Deep in) {} // error: java.util.Optional<bad.Components.Any> cannot be JSON here (Deep.list)
}
