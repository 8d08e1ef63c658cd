package bad;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "foreign")
class ForeignJson {
    record Renamed(@JsonProperty("b") int a) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Lenient(int a) {}

    record Made(int a) {
        @JsonCreator
        static Made of(int a) {
            return new Made(a);
        }
    }

    enum Color {
        @JsonProperty("red")
        RED
    }

    record Colored(Color color) {}

    record Bare(String text) {
        @JsonValue
        String bare() {
            return text;
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    sealed interface Shape permits Circle {}

    record Circle(int radius) implements Shape {}

    @Endpoint
    void renamed(Renamed in) {} // error: @JsonProperty on Renamed.a has no effect

    @Endpoint
    void lenient(Lenient in) {} // error: @JsonIgnoreProperties on Lenient has no effect: the JSON of a type is what its own names and types say; remove it

    @Endpoint
    void made(Made in) {} // error: @JsonCreator on Made.of has no effect

    @Endpoint
    void colored(Colored in) {} // error: @JsonProperty on Color.RED has no effect

    @Endpoint
    void bare(Bare in) {} // error: @JsonValue on Bare.bare has no effect

    @Endpoint
    void shape(Shape in) {} // error: @JsonTypeInfo on Shape has no effect
}
