package good;

import io.chutes.annotation.Call;
import io.chutes.annotation.Chute;
import io.chutes.annotation.Cpu;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every kind of answer and argument. */
@Chute(name = "answers", tagline = "Says \"hi\"")
@Cpu(cores = 2, memoryGb = 4)
public class Answers {
    record In(int value) {}

    record Out(String text) {}

    @Endpoint(summary = "One record")
    Out one(In body) {
        return new Out("one");
    }

    @Endpoint(path = "/many/of-them")
    List<Out> many(Call call, In body) {
        return List.of();
    }

    @Endpoint(path = "/by_name", method = HttpMethod.GET)
    Map<String, Out> byName() {
        return Map.of();
    }

    @Endpoint(method = HttpMethod.PUT)
    String text(In body, Call call) {
        return call.requestId();
    }

    @Endpoint
    Stream<Out> stream(In body) {
        return Stream.of();
    }

    @Endpoint(path = "/many/of-them", method = HttpMethod.DELETE)
    void remove() {}
}
