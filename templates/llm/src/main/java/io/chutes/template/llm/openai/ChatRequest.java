package io.chutes.template.llm.openai;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A chat to go on with, as OpenAI's API has it. What is not among its components is refused.
 *
 * @param max_tokens how many tokens an answer has at most; as many as the chute says, unless given
 * @param max_completion_tokens the same by its newer name
 * @param logprobs whether to tell how likely the tokens were
 * @param top_logprobs and how many others with each
 * @param tools what the model may call
 * @param tool_choice whether it calls any; {@code auto} unless given
 * @param chat_template_kwargs more that the model's template may ask for, such as {@code enable_thinking}
 * @param user whom the caller asks for; nothing is done with it
 */
@SuppressWarnings("MemberName") // OpenAI's
public record ChatRequest(
        @NotEmpty List<ChatMessage> messages,
        Optional<String> model,
        Optional<Boolean> stream,
        Optional<StreamOptions> stream_options,
        Optional<@Min(1) Integer> max_tokens,
        Optional<@Min(1) Integer> max_completion_tokens,
        Optional<@Min(1) @Max(16) Integer> n,
        Optional<Stop> stop,
        Optional<Double> temperature,
        Optional<Double> top_p,
        Optional<Integer> top_k,
        Optional<Double> min_p,
        Optional<Double> presence_penalty,
        Optional<Double> frequency_penalty,
        Optional<Double> repetition_penalty,
        Optional<Map<String, Double>> logit_bias,
        Optional<Long> seed,
        Optional<Boolean> logprobs,
        Optional<@Min(0) @Max(20) Integer> top_logprobs,
        Optional<ResponseFormat> response_format,
        Optional<List<Tool>> tools,
        Optional<ToolChoice> tool_choice,
        Optional<Boolean> parallel_tool_calls,
        Optional<Map<String, Object>> chat_template_kwargs,
        Optional<String> user)
        implements GenerationRequest {
    private static final ToolChoice NO_TOOL = new ToolChoice.ToolMode(ToolChoice.Mode.none);

    /** What can be answered. */
    public ChatRequest {
        messages = List.copyOf(messages);
        if (max_tokens.isPresent() && max_completion_tokens.isPresent()) {
            throw new IllegalArgumentException("max_tokens and max_completion_tokens are the same: give one");
        }
        if (top_logprobs.orElse(0) > 0 && !logprobs.orElse(false)) {
            throw new IllegalArgumentException("top_logprobs needs logprobs to be true");
        }
        if (stream_options.isPresent() && !stream.orElse(false)) {
            throw new IllegalArgumentException("stream_options needs stream to be true");
        }
        boolean held = !forced(tools, tool_choice).isEmpty();
        if (!parallel_tool_calls.orElse(true) && !held) {
            throw new IllegalArgumentException(
                    "parallel_tool_calls must be true: the model is held to one call only where tool_choice has it call one");
        }
        if (!held) {
            usable(tools, tool_choice).forEach(ChatRequest::checkNotStrict);
        }
        boolean formed = response_format
                .filter(format -> !(format.form() instanceof ResponseFormat.Text))
                .isPresent();
        if (formed && !usable(tools, tool_choice).isEmpty()) {
            throw new IllegalArgumentException(
                    "response_format and tools exclude each other: a call has a form of its own");
        }
    }

    @Override
    public boolean continues() {
        return false;
    }

    /** The messages as templates read them. */
    public List<Map<String, @Nullable Object>> readMessages() {
        return messages.stream().map(ChatMessage::asRead).toList();
    }

    /** The tools as templates read them. */
    public List<Map<String, Object>> readTools() {
        return usable(tools, tool_choice).stream().map(Tool::asRead).toList();
    }

    @Override
    public List<Tool> forced() {
        return forced(tools, tool_choice);
    }

    private static List<Tool> forced(Optional<List<Tool>> tools, Optional<ToolChoice> choice) {
        return choice.map(given -> given.forced(tools.orElse(List.of()))).orElse(List.of());
    }

    private static void checkNotStrict(Tool tool) {
        if (tool.function().strict().orElse(false)) {
            throw new IllegalArgumentException(
                    "the function %s cannot be strict: a tool can be so only where tool_choice has it called"
                            .formatted(tool.function().name()));
        }
    }

    private static List<Tool> usable(Optional<List<Tool>> tools, Optional<ToolChoice> choice) {
        boolean none = choice.filter(NO_TOOL::equals).isPresent();
        return none ? List.of() : tools.orElse(List.of());
    }

    /** How many tokens an answer has at most, if it was said. */
    public Optional<Integer> most() {
        return max_completion_tokens.or(() -> max_tokens);
    }

    /** How many others to tell with each token; -1 if nothing is to be told. */
    public int likelihoods() {
        return logprobs.orElse(false) ? top_logprobs.orElse(0) : -1;
    }
}
