import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

/** A chute in no package, with neither {@code @Gpu} nor {@code @Cpu}. */
@Chute(name = "unpackaged")
class Unpackaged {
    @Endpoint
    String hi() {
        return "hi";
    }
}
