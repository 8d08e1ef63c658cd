package io.chutes.template.llm;

import io.chutes.annotation.Call;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.HttpMethod;
import io.chutes.annotation.OnShutdown;
import io.chutes.annotation.OnStartup;
import io.chutes.annotation.Reply;
import io.chutes.annotation.StartupContext;
import io.chutes.annotation.StreamDialect;
import io.chutes.annotation.Template;
import io.chutes.annotation.Warmup;
import io.chutes.template.llm.batch.BatchLoad;
import io.chutes.template.llm.model.DecoderOptions;
import io.chutes.template.llm.openai.ChatChunk;
import io.chutes.template.llm.openai.ChatCompletion;
import io.chutes.template.llm.openai.ChatRequest;
import io.chutes.template.llm.openai.Completion;
import io.chutes.template.llm.openai.CompletionRequest;
import io.chutes.template.llm.openai.Models;
import io.chutes.template.llm.openai.StreamOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Serves a language model of the Llama, Mistral, Qwen2 or Qwen3 family as OpenAI's API has it: {@code /v1/chat/completions},
 * {@code /v1/completions} and {@code /v1/models}. Annotate the subclass with {@code @Chute}, and a field of it with {@code @Weights}.
 * Calls that run at the same time share each step of the model.
 */
@Template(concurrency = 16)
public abstract class LlmChute {
    private static final int TOKENS = 1024;

    private @Nullable LanguageModel model;
    private String name = "";
    private long loaded;

    /** The model's folder, as Hugging Face's hub has it. */
    protected abstract Path weights();

    /** In which precision it is computed, how many sequences run at once, in how much memory, and how long they may be. */
    protected DecoderOptions options() {
        return DecoderOptions.defaults();
    }

    /** How many tokens an answer to a chat has at most where its caller does not say; room for them is kept while it is made. */
    protected int maxTokens() {
        return TOKENS;
    }

    /** Loads the model. */
    @OnStartup
    public void loadModel(StartupContext context) {
        LanguageModel opened = LanguageModel.open(
                weights(), options(), cause -> context.fail("the language model has failed: " + cause));
        model = opened;
        name = context.chute();
        loaded = Instant.now().getEpochSecond();
        context.progress("%s, %d tokens of context, %d of all that run"
                .formatted(
                        weights().getFileName(),
                        opened.context(),
                        opened.decoder().kvTokens()));
    }

    /** Generates a little, with all places taken, so that no caller is the first. */
    @Warmup
    public void warmUpModel() {
        new WarmUp(model()).run();
    }

    /** Gives the model's memory back; what still runs is ended. */
    @OnShutdown
    public void closeModel() {
        if (model != null) {
            model.close();
        }
    }

    /** Answers a chat, at once or bit by bit. */
    @Endpoint(
            path = "/v1/chat/completions",
            summary = "Goes on with a chat, as OpenAI's API does",
            stream = StreamDialect.OPENAI)
    public Reply<ChatCompletion, ChatChunk> chat(ChatRequest request, Call call) {
        ReadPrompt prompt = new PromptReader(model()).read(request, maxTokens());
        List<Plan> plans = new Planner(model()).plans(request, List.of(prompt), request.likelihoods());
        var told = new ChatAnswers(
                Told.of("chatcmpl-", request.model().orElse(name)),
                prompt,
                request.likelihoods() >= 0,
                !request.readTools().isEmpty());
        Stream<Event> events = Answers.of(model(), plans, call).stream();
        if (request.stream().orElse(false)) {
            return Reply.streamed(told.parts(events, tellsUsage(request.stream_options())));
        }
        try (events) {
            return Reply.whole(told.whole(events));
        }
    }

    /** Goes on with texts, at once or bit by bit. */
    @Endpoint(
            path = "/v1/completions",
            summary = "Goes on with texts, as OpenAI's API does",
            stream = StreamDialect.OPENAI)
    public Reply<Completion, Completion> complete(CompletionRequest request, Call call) {
        List<ReadPrompt> prompts = new PromptReader(model()).read(request);
        List<Plan> plans = new Planner(model()).plans(request, prompts, request.likelihoods());
        var told = new CompletionAnswers(
                Told.of("cmpl-", request.model().orElse(name)), prompts, request.likelihoods() >= 0);
        Stream<Event> events = Answers.of(model(), plans, call).stream();
        if (request.stream().orElse(false)) {
            return Reply.streamed(told.parts(events, tellsUsage(request.stream_options())));
        }
        try (events) {
            return Reply.whole(told.whole(events));
        }
    }

    /** Tells which model is served. */
    @Endpoint(path = "/v1/models", method = HttpMethod.GET, summary = "Tells the model, as OpenAI's API does")
    public Models models() {
        return new Models("list", List.of(new Models.Model(name, "model", loaded, "chute", model().context())));
    }

    private static boolean tellsUsage(Optional<StreamOptions> options) {
        return options.flatMap(StreamOptions::include_usage).orElse(false);
    }

    /** What the model is busy with. */
    protected BatchLoad load() {
        return model().load();
    }

    private LanguageModel model() {
        if (model == null) {
            throw new IllegalStateException("the model is loaded when the chute starts");
        }
        return model;
    }
}
