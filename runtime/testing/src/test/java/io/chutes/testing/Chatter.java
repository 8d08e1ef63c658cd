package io.chutes.testing;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.ProblemException;
import io.chutes.annotation.Reply;
import io.chutes.annotation.StreamDialect;
import java.util.stream.Stream;

/** A chute that answers at once or bit by bit, as it is asked, in OpenAI's dialect. */
@Chute(name = "chatter")
class Chatter {
    /** What is asked. */
    record Prompt(String text, boolean stream) {}

    /** All that is said. */
    record Completion(String text) {}

    /** A part of what is said. */
    record Chunk(String delta) {}

    @Endpoint(path = "/v1/completions", stream = StreamDialect.OPENAI)
    Reply<Completion, Chunk> complete(Prompt prompt) {
        return prompt.stream() ? Reply.streamed(chunks(prompt)) : Reply.whole(new Completion(prompt.text()));
    }

    @Endpoint(stream = StreamDialect.OPENAI)
    Stream<Chunk> chunks(Prompt prompt) {
        return prompt.text().chars().mapToObj(Character::toString).map(text -> {
            if (text.equals("!")) {
                throw new ProblemException(409, "no shouting");
            }
            return new Chunk(text);
        });
    }
}
