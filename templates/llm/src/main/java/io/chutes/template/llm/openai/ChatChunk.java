package io.chutes.template.llm.openai;

import java.util.List;
import java.util.Optional;

/**
 * A part of an answer to a chat.
 *
 * @param object always {@code chat.completion.chunk}
 * @param choices one, or none in the last that tells the usage
 */
public record ChatChunk(
        String id, String object, long created, String model, List<ChunkChoice> choices, Optional<Usage> usage) {
    /** What an answer goes on with; the last part tells why it ended. */
    @SuppressWarnings("MemberName") // OpenAI's
    public record ChunkChoice(
            int index,
            ChunkDelta delta,
            Optional<ChatCompletion.ChatLogprobs> logprobs,
            Optional<String> finish_reason) {}

    /** What is said beyond what was. */
    @SuppressWarnings("MemberName") // OpenAI's
    public record ChunkDelta(
            Optional<String> role, Optional<String> content, Optional<List<ToolCallChunk>> tool_calls) {}

    /**
     * A call of a tool, whole.
     *
     * @param index which it is, from 0
     */
    public record ToolCallChunk(int index, String id, ToolType type, ToolCall.CalledFunction function) {}
}
