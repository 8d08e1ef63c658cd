package io.chutes.template.llm.batch;

import io.chutes.template.llm.model.Chunk;
import io.chutes.template.torch.RowCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the model runs at once: a chunk of each of some sequences, in the same order. */
record Step(List<Running> sequences, List<Chunk> chunks) {
    /**
     * The next token of all that generate, and some of the prompts of the others.
     *
     * @param room the most tokens of prompts
     * @param rowCounts the numbers of tokens that are run as they are: a step of fewer is filled up
     */
    static Step of(List<Running> running, int room, RowCounts rowCounts) {
        var step = new Step(new ArrayList<>(), new ArrayList<>());
        List<Running> prompts = new ArrayList<>();
        for (Running sequence : running) {
            if (sequence.generates()) {
                step.add(sequence, 1);
            } else {
                prompts.add(sequence);
            }
        }
        // Equal parts, and what shorter prompts leave of theirs: none waits for the end of a longer one.
        prompts.sort(Comparator.comparingInt(Running::unread));
        int left = left(step.chunks.size(), room, rowCounts);
        for (int i = 0; i < prompts.size() && left > 0; i++) {
            left -= step.add(prompts.get(i), Math.max(1, left / (prompts.size() - i)));
        }
        return step;
    }

    /** As many as make a number of rows that is run as it is, unless that were less than half: else a step is filled up only where prompts end. */
    private static int left(int generating, int room, RowCounts rowCounts) {
        int exact = rowCounts.down(generating + room) - generating;
        return 2 * exact < room ? room : exact;
    }

    private int add(Running sequence, int most) {
        Chunk chunk = sequence.next(most);
        sequences.add(sequence);
        chunks.add(chunk);
        return chunk.tokens().length;
    }
}
