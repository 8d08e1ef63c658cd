package io.chutes.template.llm.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.template.llm.chat.ToolCallText.Called;
import io.chutes.template.llm.chat.ToolCallText.Part;
import io.chutes.template.llm.chat.ToolCallText.Said;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolCallTextTest {
    private static final String CALL =
            "<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": [1, \"<\"]}}\n</tool_call>";
    private static final Called CALLED = new Called("f", "{\"a\":[1,\"<\"]}");

    @Test
    void readsCallsHoweverTheirTextIsCut() {
        String text = "One <b>moment. " + CALL + "\n" + CALL + "\n";
        for (int length = 1; length <= text.length(); length++) {
            assertThat(parts(text, length))
                    .as("in parts of %d", length)
                    .containsExactly(new Said("One <b>moment. "), CALLED, CALLED);
        }
    }

    @Test
    void takesTagsWithinAStringForText() {
        String tags = "a</tool_call><tool_call>\\\"</tool_call>";
        String call = "<tool_call>{\"name\": \"f\", \"arguments\": {\"a\": \"%s\"}}</tool_call>".formatted(tags);
        String open = "<tool_call>{\"name\": \"f\", \"arguments\": {\"a\": \"1}}</tool_call>";
        for (int length : new int[] {1, 7, 500}) {
            assertThat(parts(call + CALL, length))
                    .containsExactly(new Called("f", "{\"a\":\"%s\"}".formatted(tags)), CALLED);
            assertThat(parts(open + CALL, length)).containsExactly(new Said(open), CALLED);
        }
    }

    @Test
    void holdsBackOnlyWhatMayBeginACall() {
        var text = new ToolCallText();

        assertThat(text.add("a <")).containsExactly(new Said("a "));
        assertThat(text.add("tool")).isEmpty();
        assertThat(text.add("s> b")).containsExactly(new Said("<tools> b"));
        assertThat(text.end()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<tool_call>no JSON</tool_call>",
                "<tool_call>{\"name\": \"f\"}</tool_call>",
                "<tool_call>{\"name\": 1, \"arguments\": {}}</tool_call>",
                "<tool_call>{\"name\": \"f\", \"arguments\": \"{}\"}</tool_call>",
                "<tool_call>{\"name\": \"f\", \"arg",
                "<tool_",
                "</tool_call>",
            })
    void saysWhatIsNoCallAsItStands(String text) {
        assertThat(parts(text, 3)).containsExactly(new Said(text));
    }

    /** Of a text that comes in parts so long; what is said is put together. */
    private static List<Part> parts(String text, int length) {
        var reader = new ToolCallText();
        List<Part> parts = new ArrayList<>();
        for (int from = 0; from < text.length(); from += length) {
            reader.add(text.substring(from, Math.min(from + length, text.length())))
                    .forEach(part -> put(parts, part));
        }
        reader.end().forEach(part -> put(parts, part));
        return parts;
    }

    private static void put(List<Part> parts, Part part) {
        if (part instanceof Said said && !parts.isEmpty() && parts.getLast() instanceof Said before) {
            parts.set(parts.size() - 1, new Said(before.text() + said.text()));
        } else {
            parts.add(part);
        }
    }
}
