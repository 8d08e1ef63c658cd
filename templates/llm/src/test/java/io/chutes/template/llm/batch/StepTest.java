package io.chutes.template.llm.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.template.torch.RowCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepTest {
    private static final int ROOM = 256;
    private static final int PLACES = 16;
    private static final int LONGEST = 700;

    @Test
    void hasANumberOfRowsThatIsRunAsItIsUnlessAllPromptsEnd() {
        Set<Integer> met = new TreeSet<>();
        for (int beside = 0; beside < PLACES; beside++) {
            for (int length = 1; length <= LONGEST; length++) {
                var prompt = new Running(new Greedy(1, new int[length]));
                List<Running> running = new ArrayList<>(generating(beside));
                running.add(prompt);
                while (!prompt.generates()) {
                    Step step = Step.of(running, ROOM, RowCounts.FEW);
                    int rows = step.chunks().stream()
                            .mapToInt(chunk -> chunk.tokens().length)
                            .sum();
                    prompt.ran(step.chunks().getLast());
                    assertThat(rows).isLessThanOrEqualTo(ROOM + beside);
                    assertThat(prompt.generates() || RowCounts.FEW.up(rows) == rows)
                            .isTrue();
                    met.add(RowCounts.FEW.up(rows));
                }
            }
        }
        assertThat(met).hasSize(16 + 4 * 8);
    }

    @ParameterizedTest
    @CsvSource({
        "16, 256, FEW, 256",
        "16, 255, FEW, 240",
        "20, 256, FEW, 252",
        "20, 256, ALL, 256",
        "128, 8, FEW, 8",
        "120, 16, FEW, 8",
        "122, 16, FEW, 16",
        "128, 1, FEW, 1",
    })
    void readsAtLeastHalfOfWhatItMayOfAPrompt(int generating, int room, RowCounts rowCounts, int read) {
        List<Running> running = generating(generating);
        running.add(new Running(new Greedy(1, new int[LONGEST])));

        Step step = Step.of(running, room, rowCounts);

        assertThat(step.chunks().getLast().tokens()).hasSize(read);
    }

    private static List<Running> generating(int count) {
        List<Running> generating = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var sequence = new Running(new Greedy(2, 1));
            sequence.ran(sequence.next(1));
            generating.add(sequence);
        }
        return generating;
    }
}
