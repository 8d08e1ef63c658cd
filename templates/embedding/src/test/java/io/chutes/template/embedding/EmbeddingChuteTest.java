package io.chutes.template.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.client.ChuteClient;
import io.chutes.client.ChuteProblemException;
import io.chutes.testing.ChuteTest;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

@ChuteTest(LetterCounts.class)
class EmbeddingChuteTest {
    @Test
    void answersAVectorOfLengthOneForEachTextInOrder(ChuteClient chute) {
        var response = chute.call("/embed", new EmbedRequest(List.of("aab", "c", "xyz")), EmbedResponse.class);

        assertThat(response.embeddings()).extracting(Embedding::index).containsExactly(0, 1, 2);
        assertThat(response.embeddings())
                .extracting(Embedding::vector)
                .containsExactly(
                        new float[] {(float) (2 / Math.sqrt(5)), (float) (1 / Math.sqrt(5)), 0},
                        new float[] {0, 0, 1},
                        new float[] {0, 0, 0});
        assertThat(response.usage()).isEmpty();
    }

    @Test
    void refusesTextsThatAreTooManyOrEmptyOrNone(ChuteClient chute) {
        assertRefused(chute, "{\"texts\": []}", "texts must be 1 to 2048, got 0");
        assertRefused(chute, "{\"texts\": [\"a\", \"\"]}", "texts must not be empty, text 1 is");
        var many = Collections.nCopies(2049, "\"a\"");
        assertRefused(chute, "{\"texts\": " + many + "}", "texts must be 1 to 2048, got 2049");
    }

    private static void assertRefused(ChuteClient chute, String json, String why) {
        assertThatThrownBy(() -> chute.call("/embed", new RawJson(json).tree(), EmbedResponse.class))
                .isInstanceOfSatisfying(ChuteProblemException.class, problem -> {
                    assertThat(problem.status()).isEqualTo(422);
                    assertThat(problem).hasMessageContaining(why);
                });
    }
}
