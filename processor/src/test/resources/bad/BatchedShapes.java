package bad;

import io.chutes.annotation.BatchResult;
import io.chutes.annotation.Batched;
import io.chutes.annotation.Call;
import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.HttpMethod;
import io.chutes.annotation.Passthrough;
import io.chutes.annotation.QueryParam;
import io.chutes.annotation.Scaling;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.util.List;

@Chute(name = "batched")
@Scaling(concurrency = 8)
class BatchedShapes {
    record In(int a) {}

    record Out(int b) {}

    @Endpoint
    @Batched(maxSize = 8, maxWait = "5ms")
    Out one(In in) { // error: A batched endpoint is List<O> or List<BatchResult<O>> one(List<I>)
        return new Out(in.a());
    }

    @Endpoint
    @Batched(maxSize = 8, maxWait = "5ms")
    List<Out> more(List<In> ins, Call call) { // error: A batched endpoint is List<O> or List<BatchResult<O>> more(List<I>)
        return List.of();
    }

    @Endpoint
    @Batched(maxSize = 8, maxWait = "5ms")
    List<BatchResult<List<Out>>> lists(List<In> ins) { // error: A batched endpoint is List<O> or List<BatchResult<O>> lists(List<I>)
        return List.of();
    }

    @Endpoint
    @Batched(maxSize = 8, maxWait = "5ms")
    @SuppressWarnings("rawtypes")
    List<BatchResult> raw(List<In> ins) { // error: A batched endpoint is List<O> or List<BatchResult<O>> raw(List<I>)
        return List.of();
    }

    @Endpoint
    List<BatchResult<Out>> alone(In in) { // error: io.chutes.annotation.BatchResult<bad.BatchedShapes.Out> cannot be JSON here (it)
        return List.of();
    }

    @Endpoint
    @Batched(
            maxSize = 9, // error: maxSize is 9, and @Scaling lets 8 calls run at once: a batch would never be full; raise concurrency or lower maxSize
            maxWait = "11s") // error: maxWait must be 0s to 10s, got '11s'
    List<Out> beyond(List<In> ins) {
        return List.of();
    }

    @Endpoint(method = HttpMethod.GET) // error: A batched endpoint has a body: use POST
    @Batched(maxSize = 1, maxWait = "5ms") // error: maxSize must be 2 to 1000, got 1
    List<Out> get(List<In> ins) {
        return List.of();
    }

    @Endpoint
    @Batched(maxSize = 2, maxWait = "5ms") // error: An endpoint has @Batched or @Passthrough, not both: remove one
    @Passthrough(port = 9000)
    void both() {}

    @Endpoint
    @Batched(maxSize = 2, maxWait = "5ms")
    List<Out> query(@QueryParam("in") List<In> ins) { // error: A batched endpoint takes a list of bodies: remove @QueryParam
        return List.of();
    }

    @Endpoint
    @Batched(maxSize = 2, maxWait = "5ms")
    @NotEmpty
    List<Out> sized( // error: A constraint on an answer is checked by nobody
            @Size(max = 3) List<In> ins) { // error: @Size is not enforced on a batch, whose size is maxSize at most: remove it
        return List.of();
    }
}
