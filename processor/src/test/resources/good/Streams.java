package good;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Reply;
import io.chutes.annotation.StreamDialect;
import java.util.List;
import java.util.stream.Stream;

/** Streams in each dialect, always or where a call asks for one. */
@Chute(name = "streams")
class Streams {
    record Prompt(String text, boolean stream) {}

    record Completion(String text) {}

    record Chunk(String delta) {}

    @Endpoint(path = "/v1/completions", stream = StreamDialect.OPENAI)
    Reply<Completion, Chunk> complete(Prompt prompt) {
        return prompt.stream()
                ? Reply.streamed(Stream.of(new Chunk(prompt.text())))
                : Reply.whole(new Completion(prompt.text()));
    }

    @Endpoint(stream = StreamDialect.EVENTS)
    Reply<List<Chunk>, String> either(Prompt prompt) {
        return Reply.streamed(Stream.of(prompt.text()));
    }

    @Endpoint(stream = StreamDialect.OPENAI)
    Stream<Chunk> chunks(Prompt prompt) {
        return Stream.of(new Chunk(prompt.text()));
    }
}
