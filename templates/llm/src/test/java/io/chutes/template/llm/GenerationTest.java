package io.chutes.template.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.template.llm.openai.Completion;
import io.chutes.template.llm.openai.TokenLogprob;
import io.chutes.template.llm.sampling.Sampling;
import io.chutes.template.llm.text.TestTokenizer;
import io.chutes.template.llm.text.Vocabulary;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationTest {
    private static final int BEGIN = 256;
    private static final int END = 257;
    private static final int WORLD = TestTokenizer.FIRST;
    private static final int EURO_FIRST = 0xE2;
    private static final int EURO_SECOND = 0x82;
    private static final int EURO_LAST = 0xAC;

    @TempDir
    Path folder;

    private Vocabulary vocabulary;

    @BeforeEach
    void open() throws IOException {
        vocabulary = TestTokenizer.vocabulary(folder, List.of(" world"));
    }

    @Test
    void keepsTheFirstSpaceOfATextThatGoesOn() {
        assertThat(text(events(true, -1, WORLD, END))).isEqualTo(" world");
        assertThat(text(events(false, -1, WORLD, END))).isEqualTo("world");
    }

    @Test
    void tellsEachTokenThatCountsByANameOfItsOwn() {
        int[] tokens = {WORLD, EURO_FIRST, EURO_SECOND, EURO_LAST, BEGIN, '!', END};
        List<Event> events = events(true, 2, tokens);

        List<TokenLogprob> told = events.stream()
                .flatMap(event -> event instanceof Event.Part part ? part.tokens().stream() : null)
                .toList();
        assertThat(told)
                .extracting(TokenLogprob::token)
                .containsExactly(" world", "bytes:\\xe2", "bytes:\\x82", "bytes:\\xac", "<s>", "!", "</s>");
        assertThat(events.getLast()).isEqualTo(new Event.End(0, false, told.size()));
        Completion.CompletionLogprobs logprobs = new CompletionAnswers(
                        new Told("", 0, ""), List.of(new ReadPrompt(List.of(1), "", 1, 8)), true)
                .whole(events.stream())
                .choices()
                .getFirst()
                .logprobs()
                .orElseThrow();
        assertThat(logprobs.text_offset()).containsExactly(0, 6, 7, 7, 7, 7, 8);
        assertThat(logprobs.top_logprobs()).allSatisfy(best -> assertThat(best).hasSizeBetween(2, 3));
        assertThat(text(events)).isEqualTo(" world€!");
    }

    /** What happens where the model scores these tokens best, one after the other. */
    private List<Event> events(boolean continues, int likelihoods, int... tokens) {
        List<Event> events = new ArrayList<>();
        var plan = new Plan(List.of(1), continues, tokens.length + 1, List.of(), Sampling.GREEDY, likelihoods, null);
        var generation = new Generation(0, plan, vocabulary, Set.of(END), events::add, () -> false);
        for (int token : tokens) {
            float[] scores = new float[vocabulary.size()];
            scores[token] = 1;
            generation.next(FloatBuffer.wrap(scores));
        }
        return events;
    }

    private static String text(List<Event> events) {
        return events.stream()
                .map(event -> event instanceof Event.Part part ? part.text() : "")
                .collect(Collectors.joining());
    }
}
