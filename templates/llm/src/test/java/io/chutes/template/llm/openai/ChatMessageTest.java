package io.chutes.template.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatMessageTest {
    @Test
    void hasNoContentBesideCallsUnlessItIsSaid() {
        assertThat(calling("{\"a\": null}", Optional.empty()).asRead())
                .containsEntry("content", null)
                .extractingByKey("tool_calls")
                .asString()
                .contains("arguments={a=null}");
        assertThat(calling("{}", Optional.of(new Content.ContentText("One moment.")))
                        .asRead())
                .containsEntry("content", "One moment.");
        assertThatThrownBy(() -> message(Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("content is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "1", "{", ""})
    void refusesArgumentsThatAreNoObject(String arguments) {
        assertThatThrownBy(() -> calling(arguments, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("arguments must be a JSON object, got " + arguments);
    }

    private static ChatMessage calling(String arguments, Optional<Content> content) {
        return message(
                content,
                Optional.of(
                        List.of(new ToolCall("1", ToolType.function, new ToolCall.CalledFunction("f", arguments)))));
    }

    private static ChatMessage message(Optional<Content> content, Optional<List<ToolCall>> calls) {
        return new ChatMessage(
                "assistant", content, Optional.empty(), calls, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
