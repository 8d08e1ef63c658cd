package com.example.tour;

import io.chutes.annotation.Batched;
import io.chutes.annotation.Call;
import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Engine;
import io.chutes.annotation.EngineCommand;
import io.chutes.annotation.Gpu;
import io.chutes.annotation.GpuModel;
import io.chutes.annotation.HttpMethod;
import io.chutes.annotation.Image;
import io.chutes.annotation.Job;
import io.chutes.annotation.JobContext;
import io.chutes.annotation.Media;
import io.chutes.annotation.OnShutdown;
import io.chutes.annotation.OnStartup;
import io.chutes.annotation.Passthrough;
import io.chutes.annotation.PathParam;
import io.chutes.annotation.ProblemException;
import io.chutes.annotation.QueryParam;
import io.chutes.annotation.Reply;
import io.chutes.annotation.Scaling;
import io.chutes.annotation.Secret;
import io.chutes.annotation.StartupContext;
import io.chutes.annotation.StreamDialect;
import io.chutes.annotation.Timeouts;
import io.chutes.annotation.Upload;
import io.chutes.annotation.Visibility;
import io.chutes.annotation.Warmup;
import io.chutes.annotation.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every feature of a chute once, around a list of words. */
@Chute(name = "tour", tagline = "Every feature once", readme = "README.md")
@Gpu(
        minVramGb = 16,
        include = {GpuModel.L4, GpuModel.A10},
        maxHourlyPrice = "0.40")
@Scaling(concurrency = 16, maxQueue = 32, target = 0.75)
@Timeouts(startup = "2m", firstByte = "10s", idle = "30s", total = "5m")
@Image(env = "TOUR_LANGUAGE=en", files = "greetings", jvmOptions = "-Xmx512m")
class Tour {
    private static final int ENGINE_PORT = 9471;

    @Weights(repo = "hf://example/words", revision = "0123456789abcdef0123456789abcdef01234567", include = "*.txt")
    Path words;

    @Secret("TOUR_SIGNING_KEY")
    String signingKey;

    private Lexicon lexicon;
    private Signer signer;

    @Engine(port = ENGINE_PORT, startup = "30s")
    EngineCommand echoServer() {
        return EngineCommand.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EchoServer.class.getName(),
                Integer.toString(ENGINE_PORT));
    }

    @OnStartup(priority = 10)
    void readWords(StartupContext context) throws IOException {
        context.progress("reading " + words.getFileName());
        lexicon = Lexicon.read(words);
    }

    @OnStartup
    void prepare() {
        signer = new Signer(signingKey);
    }

    @Warmup
    void lookUpOnce() {
        lexicon.find("a");
    }

    @OnShutdown
    void forgetAll() {
        lexicon.clear();
    }

    /** Looks a word up. */
    @Endpoint(path = "/words/{word}", method = HttpMethod.GET)
    Word word(@PathParam("word") String word, @QueryParam("upper") Optional<Boolean> upper) {
        Word found = lexicon.find(word).orElseThrow(() -> new ProblemException(404, "There is no word '" + word + "'"));
        return upper.orElse(false) ? found.upper() : found;
    }

    /** Rates texts by their words; calls that come together are answered together. */
    @Endpoint(idempotent = true)
    @Batched(maxSize = 8, maxWait = "5ms")
    List<Score> score(List<Text> texts) {
        return texts.stream().map(lexicon::score).toList();
    }

    /** Says a text word by word. */
    @Endpoint
    Stream<Token> tokens(Text text, Call call) {
        return lexicon.tokens(text).takeWhile(token -> !call.cancelled());
    }

    /** Completes a text by the word after its last one: at once, or letter by letter as OpenAI's API streams. */
    @Endpoint(path = "/v1/completions", stream = StreamDialect.OPENAI)
    Reply<Completion, Completion> complete(Prompt prompt) {
        String next = lexicon.after(prompt.prompt()).orElse("");
        return prompt.stream()
                ? Reply.streamed(next.chars().mapToObj(letter -> new Completion(Character.toString(letter))))
                : Reply.whole(new Completion(next));
    }

    /** The area of a shape: which it is, {@code type} says. */
    @Endpoint(path = "/shapes/area", idempotent = true)
    Area area(Shape shape) {
        return switch (shape) {
            case Shape.Circle(double radius) -> new Area(Math.PI * radius * radius);
            case Shape.Rectangle(double width, double height) -> new Area(width * height);
        };
    }

    /** A picture of a shape. */
    @Endpoint(path = "/shapes/picture", contentType = "image/svg+xml", idempotent = true)
    Media picture(Shape shape) {
        return new Media("image/svg+xml", shape.svg());
    }

    /** Signs any bytes, however many. */
    @Endpoint(idempotent = true)
    Signature sign(Upload upload) throws IOException {
        try (InputStream in = upload.stream()) {
            return signer.sign(in);
        }
    }

    /** Greets, as plain text. */
    @Endpoint
    String greet(String name) throws IOException {
        String language = System.getenv().getOrDefault("TOUR_LANGUAGE", "en");
        return Files.readString(Path.of("greetings", language + ".txt")).strip() + ", " + name.strip() + "!";
    }

    /** Forgets a word. */
    @Endpoint(path = "/words/{word}", method = HttpMethod.DELETE, visibility = Visibility.OWNER)
    void forget(@PathParam("word") String word) {
        lexicon.forget(word);
    }

    /** What the engine beside the chute answers. */
    @Endpoint(path = "/engine/echo")
    @Passthrough(port = ENGINE_PORT, path = "/echo")
    void echo() {}

    /** Scores many texts, for as long as it takes. */
    @Job(timeout = "10m", retries = 2, resultTtl = "1h")
    Report report(List<Text> texts, JobContext job) {
        Report report = Report.EMPTY;
        for (int i = 0; i < texts.size() && !job.cancelled(); i++) {
            report = report.plus(lexicon.score(texts.get(i)));
            job.progress((i + 1.0) / texts.size(), "text " + (i + 1));
        }
        return report;
    }
}
