package io.chutes.template.llm.openai;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message of a chat.
 *
 * @param role {@code system}, {@code developer}, which is the same, {@code user}, {@code assistant} or {@code tool}
 * @param content a text, or parts that are
 * @param tool_calls what the assistant called
 * @param tool_call_id the call that a tool answers
 */
@SuppressWarnings("MemberName") // OpenAI's
public record ChatMessage(
        String role,
        Optional<Content> content,
        Optional<String> name,
        Optional<List<ToolCall>> tool_calls,
        Optional<String> tool_call_id,
        Optional<String> refusal,
        Optional<String> reasoning_content) {
    private static final List<String> ROLES = List.of("system", "developer", "user", "assistant", "tool");

    /** A message of a known role with text. */
    public ChatMessage {
        if (!ROLES.contains(role)) {
            throw new IllegalArgumentException("role must be one of %s, got %s".formatted(ROLES, role));
        }
        boolean calls = role.equals("assistant")
                && tool_calls.filter(each -> !each.isEmpty()).isPresent();
        if (content.isEmpty() && !calls) {
            throw new IllegalArgumentException(
                    "content is missing: no message is without but an assistant's that calls tools");
        }
        if (tool_calls.isPresent() && !role.equals("assistant")) {
            throw new IllegalArgumentException("tool_calls are an assistant's, got some of the role " + role);
        }
        if (tool_call_id.isPresent() != role.equals("tool")) {
            throw new IllegalArgumentException(
                    "a message has a tool_call_id, the call that it answers, if its role is tool, and else none");
        }
        if (refusal.isPresent()) {
            throw new IllegalArgumentException("refusal must be null: write what was said as content");
        }
    }

    /** As templates read it. */
    Map<String, @Nullable Object> asRead() {
        Map<String, @Nullable Object> message = new LinkedHashMap<>();
        message.put("role", role.equals("developer") ? "system" : role);
        message.put("content", content.map(Content::whole).orElse(null));
        name.ifPresent(text -> message.put("name", text));
        reasoning_content.ifPresent(text -> message.put("reasoning_content", text));
        tool_call_id.ifPresent(id -> message.put("tool_call_id", id));
        tool_calls.ifPresent(calls ->
                message.put("tool_calls", calls.stream().map(ToolCall::asRead).toList()));
        return message;
    }
}
