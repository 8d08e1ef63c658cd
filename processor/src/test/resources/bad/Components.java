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

    record Letters(char[] letters) {}

    record Any(Number any) {}

    record Time(LocalTime time) {}

    record Box<T>(T value) {}

    record Growing<T>(Optional<Growing<List<T>>> next) {}

    record Grown(Growing<String> growing) {}

    record Wild(Box<?> box) {}

    @SuppressWarnings("rawtypes")
    record Raw(Box box) {}

    record Deep(List<Map<String, Optional<Any>>> list) {}

    @Endpoint
    void letter(Letter in) {} // error: char cannot be JSON here (Letter.letter)

    @Endpoint
    void letters(Letters in) {} // error: char[] cannot be JSON here (Letters.letters); use records

    @Endpoint
    void any(Any in) {} // error: java.lang.Number cannot be JSON here (Any.any); use records, sealed interfaces

    @Endpoint
    Time time() { // error: java.time.LocalTime cannot be JSON here (Time.time)
        return new Time(null);
    }

    @Endpoint
    void grown(Grown in) {} // error: Growing refers to itself with ever more type arguments (Growing.next)

    @Endpoint
    void wild(Wild in) {} // error: ? cannot be JSON here (Box.value)

    @Endpoint
    void raw(Raw in) {} // error: bad.Components.Box cannot be JSON here (Raw.box)

    @Endpoint
    void deep(Deep in) {} // error: java.util.Optional<bad.Components.Any> cannot be JSON here (Deep.list)
}
