package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.HttpMethod;
import io.chutes.annotation.PathParam;
import io.chutes.annotation.QueryParam;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Chute(name = "query")
class QueryParameters {
    record Filter(String text) {}

    @Endpoint(method = HttpMethod.GET)
    void record(@QueryParam("filter") Filter filter) {} // error: A parameter of the path or query must be a String

    @Endpoint(method = HttpMethod.GET)
    @SuppressWarnings("rawtypes")
    void raw(@QueryParam("words") List words) {} // error: A parameter of the path or query must be a String

    @Endpoint(method = HttpMethod.GET)
    void name(@QueryParam("a b") String name) {} // error: A query parameter's name is letters, digits, '-' and '_'; got 'a b'

    @Endpoint(method = HttpMethod.GET)
    void constrained(@QueryParam("limit") @Min(1) int limit) {} // error: @Min is not enforced on a parameter of the path or query: take it in a body record, or check it in the method

    @Endpoint(method = HttpMethod.GET)
    void nullable(@QueryParam("word") @Nullable String word) {} // error: A parameter of the path or query is never null: remove @Nullable, or take an Optional of it in the query

    @Endpoint(path = "/both/{x}", method = HttpMethod.GET)
    void both(@PathParam("x") @QueryParam("x") String x) {} // error: A parameter has @PathParam or @QueryParam, not both: remove one
}
