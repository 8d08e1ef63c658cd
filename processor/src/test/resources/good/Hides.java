package good.hides;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.HttpMethod;
import io.chutes.annotation.PathParam;
import io.chutes.annotation.QueryParam;
import java.util.Optional;

/** Names that others have too: of {@code java.lang}, of the keywords of schemas, of other methods, of what is deprecated elsewhere. */
@Chute(name = "hides")
@SuppressWarnings({"deprecation", "removal"})
class Hides {
    record Odd(int $ref, String $defs, Optional<Odd> record, boolean var) {}

    @Endpoint
    Odd odd(Odd request) {
        return request;
    }

    @Endpoint
    String text(String chute) {
        return chute;
    }

    @Endpoint
    Old old(Old routes) {
        return routes;
    }

    @Endpoint(path = "/counts/{from}", method = HttpMethod.GET)
    java.lang.String count(@PathParam("from") int from, @QueryParam("by") long by, @QueryParam("to") Optional<Integer> to) {
        return from + by + to.map(java.lang.String::valueOf).orElse("");
    }

    java.lang.String count(Integer from, Long by, Optional<Integer> to) {
        return "that of the objects";
    }
}
