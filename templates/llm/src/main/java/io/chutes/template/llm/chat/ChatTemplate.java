package io.chutes.template.llm.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.template.llm.jinja.JinjaException;
import io.chutes.template.llm.jinja.JinjaTemplate;
import io.chutes.template.torch.JsonFile;
import io.chutes.template.torch.ModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a model wants messages to be written, as {@code chat_template.jinja} or {@code tokenizer_config.json} in its folder says. */
public final class ChatTemplate {
    private static final String CONFIG = "tokenizer_config.json";
    private static final String ITS_OWN = "chat_template";
    private static final List<String> TOKENS = List.of("bos_token", "eos_token", "unk_token", "pad_token");
    private static final String MESSAGES = "messages";
    private static final String TOOLS = "tools";

    private final JinjaTemplate template;
    private final Map<String, String> tokens;
    private final SpecialTexts special;
    private final boolean readsTools;
    private final boolean callsInTags;

    private ChatTemplate(String source, Map<String, String> tokens, SpecialTexts special) {
        this.template = JinjaTemplate.parse(source, ZonedDateTime::now);
        this.tokens = Map.copyOf(tokens);
        this.special = special;
        this.readsTools = source.contains(TOOLS);
        this.callsInTags = source.contains(ToolCallText.OPEN);
    }

    /**
     * Of a model's folder; none for a model that only completes text.
     *
     * @param special the texts that its tokenizer reads as special tokens
     * @throws ModelException if it is none, or uses what is not known here, naming it
     */
    public static Optional<ChatTemplate> find(Path folder, Collection<String> special) {
        Optional<JsonFile> config = JsonFile.find(folder.resolve(CONFIG));
        Map<String, String> tokens = new HashMap<>();
        for (String name : TOKENS) {
            config.flatMap(file -> token(file.content().path(name))).ifPresent(token -> tokens.put(name, token));
        }
        Path file = folder.resolve("chat_template.jinja");
        boolean apart = Files.isRegularFile(file);
        Optional<String> source = apart ? Optional.of(read(file)) : config.flatMap(ChatTemplate::source);
        try {
            return source.map(text -> new ChatTemplate(text, tokens, new SpecialTexts(special)));
        } catch (JinjaException e) {
            throw new ModelException(
                    "%s: %s".formatted(apart ? file.getFileName() : CONFIG + ": " + ITS_OWN, e.getMessage()), e);
        }
    }

    private static Optional<String> token(JsonNode said) {
        return said.isTextual()
                ? Optional.of(said.textValue())
                : Optional.ofNullable(said.path("content").textValue());
    }

    private static Optional<String> source(JsonFile config) {
        JsonNode said = config.content().path(ITS_OWN);
        if (!said.isArray()) {
            return Optional.ofNullable(said.textValue());
        }
        return said.valueStream()
                .filter(each -> each.path("name").asText().equals("default"))
                .findFirst()
                .map(each -> each.path("template").asText());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it tells the model of tools at all. */
    public boolean readsTools() {
        return readsTools;
    }

    /** Whether it has the model call tools as {@link ToolCallText} reads it. */
    public boolean callsInTags() {
        return callsInTags;
    }

    /**
     * The prompt for what an assistant says next.
     *
     * @param variables more that the template may ask for
     * @throws IllegalArgumentException if a message, tool or variable holds the text of a special token, or a variable the name of what is given otherwise
     * @throws JinjaException if it refuses the messages, or cannot render them
     */
    public String prompt(
            List<Map<String, @Nullable Object>> messages,
            List<Map<String, Object>> tools,
            Map<String, ? extends @Nullable Object> variables) {
        checkNames(variables);
        special.checkAbsent(MESSAGES, messages);
        special.checkAbsent(TOOLS, tools);
        special.checkAbsent("chat_template_kwargs", variables);
        Map<String, @Nullable Object> all = new HashMap<>(tokens);
        all.put(MESSAGES, messages);
        all.put("add_generation_prompt", true);
        if (!tools.isEmpty()) {
            all.put(TOOLS, tools);
        }
        all.putAll(variables);
        return template.render(all);
    }

    private static void checkNames(Map<String, ? extends @Nullable Object> variables) {
        Stream.concat(TOKENS.stream(), Stream.of(MESSAGES, TOOLS))
                .filter(variables::containsKey)
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "chat_template_kwargs cannot have %s, which the request or the model itself gives"
                                    .formatted(name));
                });
    }
}
