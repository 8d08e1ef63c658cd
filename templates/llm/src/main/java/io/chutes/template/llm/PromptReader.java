package io.chutes.template.llm;

import io.chutes.template.llm.chat.ChatTemplate;
import io.chutes.template.llm.jinja.JinjaException;
import io.chutes.template.llm.openai.ChatRequest;
import io.chutes.template.llm.openai.CompletionRequest;
import io.chutes.template.llm.openai.Prompt;
import io.chutes.template.torch.TextTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes tokens of what requests bring; one that the model cannot read is a problem that names it. */
record PromptReader(LanguageModel model) {
    /**
     * The chat, as the model's template has it.
     *
     * @param otherwise how many tokens an answer has at most where its caller does not say
     */
    ReadPrompt read(ChatRequest request, int otherwise) {
        List<Integer> tokens = encode("the prompt", text(request), false);
        int room = room("the prompt", tokens.size(), request.most(), otherwise);
        return new ReadPrompt(tokens, "", request.n().orElse(1), room);
    }

    /** Each prompt. */
    List<ReadPrompt> read(CompletionRequest request) {
        List<Prompt.PromptPart> parts = request.prompt().parts();
        List<ReadPrompt> prompts = new ArrayList<>();
        for (Prompt.PromptPart part : parts) {
            String name = parts.size() == 1 ? "the prompt" : "prompt[%d]".formatted(prompts.size());
            List<Integer> tokens = tokens(name, part);
            int room = room(name, tokens.size(), request.max_tokens(), CompletionRequest.TOKENS);
            String echo = request.echo().orElse(false) ? text(part) : "";
            prompts.add(new ReadPrompt(tokens, echo, request.n().orElse(1), room));
        }
        return prompts;
    }

    private List<Integer> tokens(String name, Prompt.PromptPart part) {
        return switch (part) {
            case Prompt.PromptTokens(List<Integer> ids) -> {
                int vocabulary = model.decoder().config().vocabulary();
                ids.stream().filter(id -> id >= vocabulary).findFirst().ifPresent(id -> {
                    throw new RefusalException(
                            "%s has the token %d; the model's are 0 to %d".formatted(name, id, vocabulary - 1));
                });
                yield ids;
            }
            case Prompt.PromptText(String text) -> {
                List<Integer> encoded = encode(name, text, true);
                if (encoded.isEmpty()) {
                    throw new RefusalException(name + " has no tokens");
                }
                yield encoded;
            }
        };
    }

    private List<Integer> encode(String name, String text, boolean special) {
        if (!TextTokenizer.isWhole(text)) {
            throw new RefusalException(name + " has half of a surrogate pair, which is no character");
        }
        return model.encode(text, special);
    }

    private int room(String name, int tokens, Optional<Integer> asked, int otherwise) {
        int left = model.context() - tokens;
        int wanted = asked.orElse(Math.max(1, Math.min(otherwise, left)));
        if (wanted > left) {
            throw new RefusalException(
                    "%s has %d tokens, and %d to generate are more than the context of %d holds: shorten it, or ask for fewer"
                            .formatted(name, tokens, wanted, model.context()));
        }
        return wanted;
    }

    private String text(Prompt.PromptPart part) {
        return switch (part) {
            case Prompt.PromptText(String text) -> text;
            case Prompt.PromptTokens(List<Integer> ids) -> model.decode(ids);
        };
    }

    private String text(ChatRequest request) {
        ChatTemplate template = model.template()
                .orElseThrow(() -> new RefusalException(
                        "the model has no chat template: it only goes on with texts, at /v1/completions"));
        List<Map<String, Object>> tools = request.readTools();
        if (!tools.isEmpty() && !(template.readsTools() && template.callsInTags())) {
            throw new RefusalException(
                    template.readsTools()
                            ? "tools: the model's chat template has it call tools in another way than <tool_call>, which is not read"
                            : "tools: the model's chat template has no place for them");
        }
        try {
            return template.prompt(
                    request.readMessages(),
                    tools,
                    request.chat_template_kwargs().orElse(Map.of()));
        } catch (JinjaException e) {
            throw new RefusalException("the model's chat template %s: %s"
                    .formatted(e.isRaised() ? "refuses the messages" : "fails", e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new RefusalException(e);
        }
    }
}
