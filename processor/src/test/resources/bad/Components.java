package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@Chute(name = "components")
class Components {
    record Letter(char letter) {}

    record Bytes(byte[] bytes) {}

    record Any(Object any) {}

    record Day(LocalDate day) {}

    record Box<T>(T value) {}

    record Boxed(Box<String> box) {}

    record Deep(List<Map<String, Optional<Any>>> list) {}

    @Endpoint
    void letter(Letter in) {} // error: char cannot be JSON here (Letter.letter)

    @Endpoint
    void bytes(Bytes in) {} // error: byte[] cannot be JSON here (Bytes.bytes); use records

    @Endpoint
    void any(Any in) {} // error: java.lang.Object cannot be JSON here (Any.any); use records, enums

    @Endpoint
    Day day() { // error: java.time.LocalDate cannot be JSON here (Day.day)
        return new Day(null);
    }

    @Endpoint
    void boxed(Boxed in) {} // error: cannot be JSON here (Boxed.box)

    @Endpoint
    void deep(Deep in) {} // error: java.util.Optional<bad.Components.Any> cannot be JSON here (Deep.list)
}
