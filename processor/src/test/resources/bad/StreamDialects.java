package bad;

import io.chutes.annotation.Batched;
import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Passthrough;
import io.chutes.annotation.Reply;
import io.chutes.annotation.Scaling;
import io.chutes.annotation.StreamDialect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

@Chute(name = "dialects")
@Scaling(concurrency = 8)
class StreamDialects {
    record Out(int a) {}

    record Failing(Optional<String> error) {}

    sealed interface Part permits Text, Failed {}

    record Text(String text) implements Part {}

    record Failed(String error) implements Part {}

    @Endpoint(stream = StreamDialect.OPENAI) // error: stream says how events are written, and this method returns none: return a Stream or a Reply, or remove it
    Out json() {
        return new Out(1);
    }

    @Endpoint(stream = StreamDialect.EVENTS) // error: stream says how events are written
    String text() {
        return "";
    }

    @Endpoint(stream = StreamDialect.OPENAI) // error: stream says how events are written
    @Batched(maxSize = 2, maxWait = "5ms")
    List<Out> batched(List<Out> in) {
        return in;
    }

    @Endpoint(stream = StreamDialect.OPENAI) // error: stream says how events are written
    @Passthrough(port = 9000)
    void passed() {}

    @Endpoint(stream = StreamDialect.OPENAI) // error: An event of OpenAI's dialect with an error is a failure: make it a record without a component of that name
    Stream<Failing> failing() {
        return Stream.of();
    }

    @Endpoint(stream = StreamDialect.OPENAI) // error: An event of OpenAI's dialect with an error
    Reply<Out, Part> parts() {
        return Reply.whole(new Out(1));
    }

    @Endpoint(stream = StreamDialect.OPENAI) // error: An event of OpenAI's dialect with an error
    Stream<Map<String, String>> maps() {
        return Stream.of();
    }

    @Endpoint
    Reply<String, Out> notJson() { // error: A Reply is of a record, sealed interface, List, Set or Map, and of its events, such as Reply<Completion, Chunk>, got io.chutes.annotation.Reply<java.lang.String,bad.StreamDialects.Out>
        return Reply.whole("");
    }

    @Endpoint
    @SuppressWarnings("rawtypes")
    Reply raw() { // error: A Reply is of a record, sealed interface, List, Set or Map
        return Reply.whole(1);
    }

    @Endpoint
    List<Reply<Out, Out>> within() { // error: io.chutes.annotation.Reply<bad.StreamDialects.Out,bad.StreamDialects.Out> cannot be JSON here (it)
        return List.of();
    }
}
