package good;

import io.chutes.annotation.Call;
import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.HttpMethod;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Every kind of answer, every request method, every order of parameters. */
@Chute(name = "answers")
class Answers {
    record Text(String text) {}

    @Endpoint
    Text json(Text text) {
        return text;
    }

    @Endpoint
    List<Text> listOf(Text text) {
        return List.of(text);
    }

    @Endpoint(path = "/set")
    Set<String> setOf(Text text) {
        return Set.of(text.text());
    }

    @Endpoint(path = "/map")
    Map<String, Text> mapOf(Text text) {
        return Map.of("text", text);
    }

    @Endpoint(path = "/text", summary = "Says \"hi\", $100% \\ sure")
    String text(Text text) {
        return text.text();
    }

    @Endpoint(path = "/stream")
    Stream<Text> stream(Text text) {
        return Stream.of(text);
    }

    @Endpoint(path = "/nothing", method = HttpMethod.DELETE)
    void nothing() {}

    @Endpoint(path = "/v1/models_of/this-chute", method = HttpMethod.GET)
    Text get() {
        return new Text("");
    }

    @Endpoint(path = "/same", method = HttpMethod.PUT)
    String put(Call call, Text text) {
        return call.requestId();
    }

    @Endpoint(path = "/same", method = HttpMethod.PATCH)
    String patch(Text text, Call call) throws IOException {
        throw new IOException(call.requestId());
    }

    @Endpoint(path = "/same", method = HttpMethod.GET)
    String getCall(Call call) {
        return call.header("X-A").orElse("");
    }
}
