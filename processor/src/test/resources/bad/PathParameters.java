package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.PathParam;
import java.util.Optional;

@Chute(name = "parameters")
class PathParameters {
    @Endpoint(path = "/a/{x}") // error: No parameter of other takes {x}: add @PathParam("x")
    void other(@PathParam("y") String y) {} // error: The path /a/{x} has no {y}: add it, or remove @PathParam("y")

    @Endpoint(path = "/b/{x}/{x}") // error: {x} is in the path twice: rename one
    void twice(@PathParam("x") String x) {}

    @Endpoint(path = "/c/{x}")
    void both( // error: Two parameters take 'x': rename one
            @PathParam("x") String x,
            @PathParam("x") String z) {}

    @Endpoint(path = "/d/{x}")
    void optional(
            @PathParam("x")
                    Optional<String> x) {} // error: A parameter of the path or query must be a String, number, boolean, enum, UUID, URI, Instant, LocalDate or Duration

    @Endpoint(path = "/e/{X}") // error: or a parameter's name in braces; got '/e/{X}'
    void upperCase() {}
}
