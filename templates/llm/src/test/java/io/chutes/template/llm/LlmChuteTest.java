package io.chutes.template.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chutes.template.llm.batch.BatchLoad;
import io.chutes.template.llm.model.Family;
import io.chutes.template.llm.model.RandomDecoder;
import io.chutes.template.llm.openai.CompletionRequest;
import io.chutes.testing.RunningChute;
import io.chutes.testing.TestChute;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LlmChuteTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String COMPLETION = "/v1/completions";
    private static final String HELLO = "\"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]";
    /** {@code <|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n} in bytes and three special tokens. */
    private static final int HELLO_TOKENS = 1 + 4 + 1 + 5 + 1 + 1 + 1 + 9 + 1;

    private static final int CONTEXT = 60_000;

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static RunningChute chute;

    @BeforeAll
    static void start() throws IOException {
        new RandomDecoder(Family.QWEN3, 320, 32, 2, 4, 2, 16, 48, false, CONTEXT, 1).write(folder);
        Files.writeString(folder.resolve("generation_config.json"), "{\"temperature\": 0}");
        Files.writeString(folder.resolve("chat_template.jinja"), """
                {%- if tools %}{{ '<|im_start|>system\n<tool_call>' + (tools | tojson) + '<|im_end|>\n' }}{%- endif %}
                {%- for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}{%- endfor %}
                {{- '<|im_start|>assistant\n' }}""");
        chute = TestChute.of(TinyLlm.class).weights("weights", folder).start();
    }

    @AfterAll
    static void end() {
        chute.close();
    }

    @Test
    void answersAChatAndCountsItsTokens() throws Exception {
        JsonNode answer =
                ask(CHAT, "{%s, \"model\": \"mine\", \"temperature\": 0, \"max_tokens\": 12}".formatted(HELLO));

        assertThat(answer.path("object").asText()).isEqualTo("chat.completion");
        assertThat(answer.path("model").asText()).isEqualTo("mine");
        assertThat(answer.path("id").asText()).startsWith("chatcmpl-");
        JsonNode choice = answer.path("choices").path(0);
        assertThat(choice.path("message").path("role").asText()).isEqualTo("assistant");
        JsonNode usage = answer.path("usage");
        assertThat(usage.path("prompt_tokens").asInt()).isEqualTo(HELLO_TOKENS);
        int generated = usage.path("completion_tokens").asInt();
        assertThat(usage.path("total_tokens").asInt()).isEqualTo(HELLO_TOKENS + generated);
        assertThat(choice.path("finish_reason").asText()).isEqualTo(generated == 12 ? "length" : "stop");
    }

    @Test
    void streamsWhatItAnswersAtOnce() throws Exception {
        String settings = "%s, \"temperature\": 1, \"seed\": 7, \"n\": 2, \"max_tokens\": 30".formatted(HELLO);
        JsonNode whole = ask(CHAT, "{%s}".formatted(settings));
        List<JsonNode> chunks = stream(
                CHAT, "{%s, \"stream\": true, \"stream_options\": {\"include_usage\": true}}".formatted(settings));

        for (int index = 0; index < 2; index++) {
            int wanted = index;
            var text = new StringBuilder();
            List<String> reasons = new ArrayList<>();
            chunks.stream()
                    .flatMap(chunk -> chunk.path("choices").valueStream())
                    .filter(choice -> choice.path("index").asInt() == wanted)
                    .forEach(choice -> {
                        text.append(choice.path("delta").path("content").asText(""));
                        if (choice.path("finish_reason").isTextual()) {
                            reasons.add(choice.path("finish_reason").asText());
                        }
                    });
            JsonNode choice = whole.path("choices").path(index);
            assertThat(text.toString())
                    .isEqualTo(choice.path("message").path("content").asText());
            assertThat(reasons).containsExactly(choice.path("finish_reason").asText());
        }
        assertThat(chunks.getLast().path("usage")).isEqualTo(whole.path("usage"));
        assertThat(chunks.getLast().path("choices")).isEmpty();
        assertThat(chunks.getFirst()
                        .path("choices")
                        .path(0)
                        .path("delta")
                        .path("role")
                        .asText())
                .isEqualTo("assistant");
    }

    @Test
    void answersTheSameForASeedWhateverElseRuns() throws Exception {
        String body = "{\"prompt\": \"Once\", \"seed\": 5, \"max_tokens\": 24, \"temperature\": 1.2, \"top_p\": 0.9}";
        String alone = text(ask(COMPLETION, body));

        List<CompletableFuture<String>> together = IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return text(ask(COMPLETION, i % 3 == 0 ? body : body.replace("5", "5" + i)));
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        Thread::startVirtualThread))
                .toList();

        for (int i = 0; i < 12; i++) {
            String other = together.get(i).join();
            if (i % 3 == 0) {
                assertThat(other).isEqualTo(alone);
            }
        }
    }

    /** More answers than there are places, so that some wait. */
    @Test
    void answersEachPromptAsIfItCameAlone() throws Exception {
        List<String> texts = List.of("\"Once\"", "\"upon a\"", "\"time\"");
        List<String> tokens = List.of("[79, 110, 99, 101]", "[117, 112, 111, 110, 32, 97]", "[116, 105, 109, 101]");
        String settings =
                "\"prompt\": %s, \"n\": 2, \"seed\": 5, \"max_tokens\": 24, \"temperature\": 1.2, \"echo\": true";
        List<JsonNode> alone = new ArrayList<>();
        for (String prompt : texts) {
            alone.add(ask(COMPLETION, "{%s}".formatted(settings.formatted(prompt))));
        }

        for (List<String> prompts : List.of(texts, tokens)) {
            String body = settings.formatted(prompts);
            JsonNode whole = ask(COMPLETION, "{%s}".formatted(body));
            List<JsonNode> parts = stream(
                    COMPLETION,
                    "{%s, \"stream\": true, \"stream_options\": {\"include_usage\": true}}".formatted(body));

            assertThat(whole.path("choices")).hasSize(6);
            for (int index = 0; index < 6; index++) {
                JsonNode choice = whole.path("choices").path(index);
                JsonNode same = alone.get(index / 2).path("choices").path(index % 2);
                assertThat(choice.path("index").asInt()).isEqualTo(index);
                assertThat(choice.path("text")).isEqualTo(same.path("text"));
                assertThat(choice.path("finish_reason")).isEqualTo(same.path("finish_reason"));
                assertThat(streamed(parts, index)).isEqualTo(choice.path("text").asText());
            }
            assertThat(parts.getLast().path("usage")).isEqualTo(whole.path("usage"));
            for (String count : List.of("prompt_tokens", "completion_tokens", "total_tokens")) {
                assertThat(whole.path("usage").path(count).asInt())
                        .isEqualTo(alone.stream()
                                .mapToInt(each -> each.path("usage").path(count).asInt())
                                .sum());
            }
        }
    }

    private static String streamed(List<JsonNode> parts, int index) {
        return parts.stream()
                .flatMap(part -> part.path("choices").valueStream())
                .filter(choice -> choice.path("index").asInt() == index)
                .map(choice -> choice.path("text").asText())
                .collect(Collectors.joining());
    }

    @Test
    void choosesAsTheModelsFilesSayWhereTheCallerDoesNot() throws Exception {
        String settings = "\"prompt\": \"Once\", \"max_tokens\": 24, \"logit_bias\": {\"258\": -100, \"256\": -100}";
        String best = text(ask(COMPLETION, "{%s, \"temperature\": 0}".formatted(settings)));

        assertThat(text(ask(COMPLETION, "{%s}".formatted(settings)))).isEqualTo(best);
        assertThat(text(ask(COMPLETION, "{%s, \"temperature\": 2}".formatted(settings))))
                .isNotEqualTo(best);
    }

    @Test
    void stopsBeforeAStopString() throws Exception {
        String settings =
                "\"prompt\": [104, 105], \"temperature\": 0, \"max_tokens\": 20, \"logit_bias\": {\"258\": -100, \"256\": -100}";
        String whole = text(ask(COMPLETION, "{%s}".formatted(settings)));
        String stop = whole.substring(whole.length() / 2, whole.length() / 2 + 2);

        JsonNode stopped = ask(COMPLETION, "{%s, \"stop\": [%s]}".formatted(settings, MAPPER.writeValueAsString(stop)));

        assertThat(text(stopped)).isEqualTo(whole.substring(0, whole.indexOf(stop)));
        assertThat(stopped.path("choices").path(0).path("finish_reason").asText())
                .isEqualTo("stop");
        JsonNode echoed = ask(COMPLETION, "{%s, \"echo\": true}".formatted(settings));
        assertThat(text(echoed)).isEqualTo("hi" + whole);
    }

    @Test
    void tellsHowLikelyTokensWere() throws Exception {
        JsonNode answer = ask(
                CHAT,
                "{%s, \"temperature\": 0, \"max_tokens\": 5, \"logprobs\": true, \"top_logprobs\": 3}"
                        .formatted(HELLO));

        JsonNode tokens = answer.path("choices").path(0).path("logprobs").path("content");
        assertThat(tokens).isNotEmpty();
        for (JsonNode token : tokens) {
            assertThat(token.path("top_logprobs")).hasSize(3);
            JsonNode best = token.path("top_logprobs").path(0);
            assertThat(best.path("token")).isEqualTo(token.path("token"));
            assertThat(token.path("logprob").asDouble())
                    .isCloseTo(best.path("logprob").asDouble(), within(1e-9));
            assertThat(token.path("bytes")).isEqualTo(best.path("bytes"));
        }
        JsonNode completion =
                ask(COMPLETION, "{\"prompt\": \"a\", \"temperature\": 0, \"max_tokens\": 3, \"logprobs\": 2}");
        assertThat(completion
                        .path("choices")
                        .path(0)
                        .path("logprobs")
                        .path("top_logprobs")
                        .path(0)
                        .size())
                .isBetween(1, 2);
    }

    @Test
    void writesJsonThatKeepsToItsSchema() throws Exception {
        String schema =
                "{\"type\": \"object\", \"properties\": {\"ok\": {\"type\": \"boolean\"}, \"kind\": {\"enum\": [\"a\", \"b\"]}}, \"required\": [\"ok\", \"kind\"], \"additionalProperties\": false}";
        for (int seed = 0; seed < 5; seed++) {
            JsonNode answer = ask(
                    CHAT,
                    "{%s, \"temperature\": 1, \"seed\": %d, \"max_tokens\": 400, \"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"name\": \"it\", \"schema\": %s}}}"
                            .formatted(HELLO, seed, schema));

            JsonNode choice = answer.path("choices").path(0);
            assertThat(choice.path("finish_reason").asText()).isEqualTo("stop");
            JsonNode made =
                    MAPPER.readTree(choice.path("message").path("content").asText());
            assertThat(made.path("ok").isBoolean()).isTrue();
            assertThat(made.path("kind").asText()).isIn("a", "b");
            assertThat(made).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"required\"", "{\"type\": \"function\", \"function\": {\"name\": \"tell\"}}"})
    void callsAToolWhereItMust(String choice) throws Exception {
        String tools =
                "{\"type\": \"function\", \"function\": {\"name\": \"tell\", \"strict\": true, \"parameters\": {\"type\": \"object\", \"properties\": {\"ok\": {\"type\": \"boolean\"}}, \"required\": [\"ok\"]}}}";

        JsonNode answer = ask(
                CHAT,
                "{%s, \"temperature\": 1, \"seed\": 3, \"max_tokens\": 500, \"parallel_tool_calls\": false, \"tools\": [%s], \"tool_choice\": %s}"
                        .formatted(HELLO, tools, choice));

        JsonNode chosen = answer.path("choices").path(0);
        assertThat(chosen.path("finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(chosen.path("message").path("content").isNull()).isTrue();
        JsonNode call = chosen.path("message").path("tool_calls").path(0).path("function");
        assertThat(call.path("name").asText()).isEqualTo("tell");
        assertThat(MAPPER.readTree(call.path("arguments").asText()).path("ok").isBoolean())
                .isTrue();
    }

    @Test
    void whoLeavesBeforeTheFirstTokenEndsTheWork() throws Exception {
        String body = "{\"prompt\": \"%s\", \"max_tokens\": 10}".formatted("a".repeat(CONTEXT - 10));
        TinyLlm served = TinyLlm.made();
        try (var socket = new Socket(chute.address().getHost(), chute.address().getPort())) {
            socket.getOutputStream()
                    .write(
                            "POST %s HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                                    .formatted(COMPLETION, body.length(), body)
                                    .getBytes(StandardCharsets.UTF_8));
            await().atMost(Duration.ofMinutes(1)).until(() -> served.load().running() == 1);
        }

        await().atMost(Duration.ofMinutes(1)).until(() -> served.load().running() == 0);
        assertThat(ask(COMPLETION, "{\"prompt\": \"a\", \"max_tokens\": 1}")
                        .path("usage")
                        .path("prompt_tokens")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void whoLeavesEndsTheWork() throws Exception {
        String body =
                "{\"prompt\": [\"a\", \"b\", \"c\"], \"max_tokens\": 50000, \"stream\": true, \"logit_bias\": {\"258\": -100, \"256\": -100}}";
        HttpResponse<InputStream> open = HTTP.send(request(COMPLETION, body), BodyHandlers.ofInputStream());
        assertThat(open.body().read()).isNotNegative();
        TinyLlm served = TinyLlm.made();
        int capacity = served.load().kvCapacity();
        await().atMost(Duration.ofMinutes(1))
                .until(served::load, new BatchLoad(2, 1, 2 * (1 + 50_000), capacity)::equals);

        open.body().close();

        await().atMost(Duration.ofMinutes(1)).until(served::load, new BatchLoad(0, 0, 0, capacity)::equals);
    }

    @Test
    void aChatIsAnsweredBeforeTheLastOfManyPromptsThatCameFirst() throws Exception {
        String body =
                "{\"prompt\": %s, \"max_tokens\": 200, \"stream\": true, \"logit_bias\": {\"258\": -100, \"256\": -100}}"
                        .formatted(MAPPER.writeValueAsString(Collections.nCopies(CompletionRequest.MOST_ANSWERS, "a")));
        TinyLlm served = TinyLlm.made();
        HttpResponse<InputStream> many = HTTP.send(request(COMPLETION, body), BodyHandlers.ofInputStream());
        await().atMost(Duration.ofMinutes(1)).until(() -> served.load().waiting() > 0);

        ask(CHAT, "{%s, \"max_tokens\": 1}".formatted(HELLO));

        assertThat(served.load().waiting()).isPositive();
        many.body().close();
        await().atMost(Duration.ofMinutes(1)).until(() -> served.load().running() == 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"response_format\": {\"type\": \"text\"}, \"tools\": []",
                "\"response_format\": {\"type\": \"json_object\"}, \"tools\": []",
                "\"response_format\": {\"type\": \"json_object\"}, \"tool_choice\": \"none\", \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"f\", \"strict\": true}}]",
            })
    void takesToolsThatCannotBeCalledBesideAForm(String settings) throws Exception {
        JsonNode answer = ask(CHAT, "{%s, \"max_tokens\": 1, %s}".formatted(HELLO, settings));

        assertThat(answer.path("usage").path("completion_tokens").asInt()).isEqualTo(1);
    }

    @Test
    void tellsItsModel() throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(chute.address() + "/v1/models"))
                        .build(),
                BodyHandlers.ofString());

        JsonNode models = MAPPER.readTree(answer.body());
        assertThat(models.path("data").path(0).path("id").asText()).isEqualTo("tiny-llm");
        assertThat(models.path("data").path(0).path("max_model_len").asInt()).isEqualTo(CONTEXT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                             | messages
            {"messages": []}                               | /messages must have at least 1 items, has 0
            {"messages": [{"role": "king", "content": "a"}]} | role must be one of
            {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "a"}}]}]} | /messages/0/content/0/type must be one of ["text"], got 'image_url'
            {HELLO, "temperature": 3}                      | temperature must be 0 to 2, got 3
            {HELLO, "top_p": 0}                            | top_p must be above 0
            {HELLO, "n": 0}                                | /n must be at least 1, got 0
            {HELLO, "best_of": 2}                          | best_of
            {HELLO, "functions": []}                       | functions
            {HELLO, "stop": ["a", ""]}                     | /stop/1 must have at least 1 characters
            {HELLO, "logit_bias": {"320": 1}}              | logit_bias has the token 320; the model's are 0 to 319
            {HELLO, "max_tokens": 0}                       | /max_tokens must be at least 1, got 0
            {HELLO, "max_tokens": 60000}                   | the prompt has 24 tokens, and 60000 to generate are more than the context of 60000 holds
            {HELLO, "top_logprobs": 2}                     | top_logprobs needs logprobs to be true
            {HELLO, "logit_bias": {"5": null}}             | /logit_bias/5 must be a number, got null
            {"messages": [{"role": "assistant", "tool_calls": [{"id": "1", "type": "function", "function": {"name": "f", "arguments": "null"}}]}]} | /messages/0/tool_calls/0/function arguments must be a JSON object, got null
            {"messages": [{"role": "assistant", "tool_calls": [{"id": "1", "type": "custom", "function": {"name": "f", "arguments": "{}"}}]}]} | /messages/0/tool_calls/0/type must be one of ["function"], got 'custom'
            {"messages": [{"role": "user", "content": "a<\\u007cim_end\\u007c>b"}]} | messages[0].content has '<
            {HELLO, "chat_template_kwargs": {"messages": []}} | chat_template_kwargs cannot have messages
            {HELLO, "response_format": {"type": "json_object"}, "tools": [{"type": "function", "function": {"name": "f"}}]} | response_format and tools exclude each other
            {HELLO, "stream_options": {}}                  | stream_options needs stream to be true
            {HELLO, "tool_choice": "required"}             | tool_choice required needs tools
            {HELLO, "tool_choice": ["auto"]}               | /tool_choice must be one of ["auto","none","required"] or an object, got an array
            {HELLO, "tool_choice": {}}                     | /tool_choice/type is missing; /tool_choice/function is missing
            {HELLO, "tool_choice": {"type": "function"}}   | /tool_choice/function is missing
            {"messages": [{"role": "user", "content": [{"type": "text"}]}]} | /messages/0/content/0/text is missing
            {"messages": [{"role": "user", "content": null}]} | content is missing
            {HELLO, "tool_choice": "any"}                  | /tool_choice must be one of ["auto","none","required"], got 'any'
            {HELLO, "tools": [{"type": "function", "function": {"name": "f"}}], "tool_choice": {"type": "function", "function": {"name": "g"}}} | tool_choice names the function g, which is none of tools
            {HELLO, "tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object", "minProperties": 1}}}], "tool_choice": "required"} | the parameters of the function f, which is to be called: the schema at # has 'minProperties', which is not enforced here
            {HELLO, "tools": [{"type": "function", "function": {"name": "f"}}, {"type": "function", "function": {"name": "f"}}], "tool_choice": "required"} | tools has two functions of the name f
            {HELLO, "tools": [{"type": "function", "function": {"name": "f g"}}]} | a function's name must be 1 to 64 letters, digits, _ and -, got 'f g'
            {HELLO, "tools": [{"type": "function", "function": {"name": "f", "strict": true}}]} | the function f cannot be strict: a tool can be so only where tool_choice has it called
            {HELLO, "parallel_tool_calls": false}          | parallel_tool_calls must be true
            {"messages": [{"role": "user"}]}               | content is missing
            {"messages": [{"role": "user", "content": []}]} | /messages/0/content must have at least 1 items
            {"messages": [{"role": "user", "content": [{"type": "text", "text": "a", "detail": "b"}]}]} | /messages/0/content/0/detail is not known here
            {"messages": [{"role": "tool", "content": "a"}]} | a message has a tool_call_id
            {"messages": [{"role": "user", "content": "a", "tool_calls": []}]} | tool_calls are an assistant's
            {"messages": [{"role": "assistant", "content": "a", "refusal": "no"}]} | refusal must be null
            {"messages": [{"role": "user", "content": "a\\ud800"}]} | the prompt has half of a surrogate pair
            {HELLO, "stop": "\\udc00"}                     | stop has half of a surrogate pair
            {HELLO, "logit_bias": {"05": 1}}               | logit_bias has the token 05
            {HELLO, "logprobs": true, "top_logprobs": 21}  | /top_logprobs must be at most 20, got 21
            {HELLO, "seed": 9223372036854775808}           | /seed must be at most 9223372036854775807
            {HELLO, "max_tokens": 1e400}                   | /max_tokens must be
            {HELLO, "response_format": {"type": "xml"}}    | response_format.type must be text, json_object or json_schema, got xml
            {HELLO, "response_format": {"type": "json_schema", "json_schema": {"name": "a", "schema": {"type": "string", "pattern": "a"}}}} | response_format.json_schema: the schema at # has 'pattern', which is not enforced here
            """)
    void refusesByNameWhatItCannotObey(String body, String why) throws Exception {
        assertRefused(CHAT, body.replace("HELLO", HELLO), why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"prompt": null}                               | /prompt must be a string or an array, got null
            {"prompt": []}                                 | /prompt must have at least 1 items, has 0
            {"prompt": [1, "a"]}                           | /prompt/1 must be an integer, got a string
            {"prompt": [1.5]}                              | /prompt/0 must be an integer or a string or an array, got the number 1.5
            {"prompt": [-1]}                               | /prompt/0 must be at least 0, got -1
            {"prompt": [1099511627776]}                    | /prompt/0 must be at most 2147483647, got 1099511627776
            {"prompt": [320]}                              | the prompt has the token 320; the model's are 0 to 319
            {"prompt": [5, 320], "echo": true}             | the prompt has the token 320; the model's are 0 to 319
            {"prompt": [[5], [6, 320]], "stream": true}    | prompt[1] has the token 320; the model's are 0 to 319
            {"prompt": ["a", "b\\ud800"]}                  | prompt[1] has half of a surrogate pair
            {"prompt": ["a", "bcd"], "max_tokens": 59998}  | prompt[1] has 3 tokens, and 59998 to generate
            {"prompt": ["a", 1]}                           | /prompt/1 must be a string, got the number 1
            {"prompt": [1, [2]]}                           | /prompt/1 must be an integer, got an array
            {"prompt": [[1], "a"]}                         | /prompt/1 must be an array, got a string
            {"prompt": [[1], [2, []]]}                     | /prompt/1/1 must be an integer, got an array
            {"prompt": ["a", ""]}                          | /prompt/1 must have at least 1 characters
            {"prompt": [[]]}                               | /prompt/0 must have at least 1 items, has 0
            {"prompt": [{}]}                               | /prompt/0 must be
            {"prompt": ["a", "b", "c", "d", "e"], "n": 13} | a request has 64 answers at most, got 5 prompts with n 13
            {"prompt": "a", "stop": ["a", "b", "c", "d", "e"]} | /stop must have at most 4 items, has 5
            {"prompt": "a", "stop": [[]]}                  | /stop/0 must be a string, got an array
            """)
    void refusesPromptsAndStopsThatAreNone(String body, String why) throws Exception {
        assertRefused(COMPLETION, body, why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"prompt\": \"a\", \"stop\": null",
                "\"prompt\": [97], \"stop\": []",
                "\"prompt\": [97], \"stop\": [\"a\", \"a\"], \"echo\": true",
            })
    void takesPromptsAndStopsAsTheyMayBe(String settings) throws Exception {
        JsonNode answer = ask(COMPLETION, "{%s, \"max_tokens\": 1}".formatted(settings));

        assertThat(answer.path("usage").path("prompt_tokens").asInt()).isEqualTo(1);
    }

    private static void assertRefused(String path, String body, String why) throws Exception {
        HttpResponse<String> refused = HTTP.send(request(path, body), BodyHandlers.ofString());

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
        JsonNode error = MAPPER.readTree(refused.body()).path("error");
        assertThat(error.path("message").asText()).contains(why);
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
    }

    private static String text(JsonNode completion) {
        return completion.path("choices").path(0).path("text").asText();
    }

    private static JsonNode ask(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(request(path, body), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return MAPPER.readTree(answer.body());
    }

    private static List<JsonNode> stream(String path, String body) throws IOException, InterruptedException {
        List<JsonNode> events = new ArrayList<>();
        try (var lines = new BufferedReader(new InputStreamReader(
                HTTP.send(request(path, body), BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8))) {
            List<String> data = lines.lines()
                    .filter(line -> line.startsWith("data: "))
                    .map(line -> line.substring(6))
                    .toList();
            assertThat(data.getLast()).isEqualTo("[DONE]");
            for (String event : data.subList(0, data.size() - 1)) {
                events.add(MAPPER.readTree(event));
            }
        }
        return events;
    }

    private static HttpRequest request(String path, String body) {
        return HttpRequest.newBuilder(URI.create(chute.address() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
