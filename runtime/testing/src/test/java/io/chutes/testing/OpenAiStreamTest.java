package io.chutes.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.annotation.Reply;
import io.chutes.client.ChuteClient;
import io.chutes.client.ChuteProblemException;
import io.chutes.client.Chutes;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** OpenAI's dialect between a chute and its callers: the generated client and the class itself. */
@ChuteTest(Chatter.class)
class OpenAiStreamTest {
    private static final Chatter.Prompt WHOLE = new Chatter.Prompt("ab", false);
    private static final Chatter.Prompt STREAMED = new Chatter.Prompt("ab", true);
    private static final List<Chatter.Chunk> CHUNKS = List.of(new Chatter.Chunk("a"), new Chatter.Chunk("b"));

    @Test
    void theGeneratedClientTakesBothForms(ChatterClient chatter) {
        assertThat(said(chatter.complete(WHOLE))).isEqualTo(List.of(new Chatter.Completion("ab")));
        assertThat(said(chatter.complete(STREAMED))).isEqualTo(CHUNKS);
        assertThat(said(chatter.completeAsync(STREAMED).join())).isEqualTo(CHUNKS);
        try (Stream<Chatter.Chunk> chunks = chatter.chunks(WHOLE)) {
            assertThat(chunks).containsExactlyElementsOf(CHUNKS);
        }
    }

    @Test
    void theClassItselfTakesBothForms(ChuteClient client) {
        Chatter chatter = Chutes.remote(Chatter.class, client);

        assertThat(said(chatter.complete(WHOLE))).isEqualTo(List.of(new Chatter.Completion("ab")));
        assertThat(said(chatter.complete(STREAMED))).isEqualTo(CHUNKS);
        try (Stream<Chatter.Chunk> chunks = chatter.chunks(WHOLE)) {
            assertThat(chunks).containsExactlyElementsOf(CHUNKS);
        }
    }

    @Test
    void aFailureIsTheSameBeforeAndAfterTheFirstEvent(ChatterClient chatter) {
        assertThatThrownBy(() -> chatter.complete(new Chatter.Prompt("!", true)))
                .isInstanceOf(ChuteProblemException.class)
                .hasMessage("409 no shouting");
        assertThatThrownBy(() -> said(chatter.complete(new Chatter.Prompt("a!", true))))
                .isInstanceOf(ChuteProblemException.class)
                .hasMessage("409 no shouting");
    }

    private static List<?> said(Reply<?, ?> reply) {
        return switch (reply) {
            case Reply.Whole<?, ?>(Object value) -> List.of(value);
            case Reply.Streamed<?, ?>(Stream<?> events) -> {
                try (events) {
                    yield events.toList();
                }
            }
        };
    }
}
