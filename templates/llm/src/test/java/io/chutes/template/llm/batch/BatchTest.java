package io.chutes.template.llm.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import io.chutes.template.llm.model.Decoder;
import io.chutes.template.llm.model.DecoderOptions;
import io.chutes.template.llm.model.RandomDecoder;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchTest {
    private static final int CHUNK = 8;
    private static final int PLACES = 4;
    private static final int KV_TOKENS = 300;
    private static final int KV_BYTES_EACH = 512;
    private static final int MANY = 2_000;
    private static final long FLAT_KIB = 16 << 10;

    @TempDir
    static Path folder;

    private static Decoder decoder;
    private Batch batch;

    @BeforeAll
    static void load() throws IOException {
        RandomDecoder.tiny().write(folder);
        decoder = Decoder.load(
                folder,
                DecoderOptions.defaults()
                        .withMaxSequences(PLACES)
                        .withPrefillChunk(CHUNK)
                        .withKvBytes(KV_TOKENS * KV_BYTES_EACH));
    }

    @AfterAll
    static void unload() {
        decoder.close();
    }

    @BeforeEach
    void start() {
        batch = Batch.start(decoder, cause -> fail("the model does not fail", cause));
    }

    @AfterEach
    void close() {
        batch.close();
    }

    @Test
    void answersEachAsIfItWereAlone() {
        List<Greedy> alone = new ArrayList<>();
        List<Greedy> together = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int[] prompt = prompt(1 + 11 * i % 50, i);
            alone.add(run(new Greedy(3 + i % 5, prompt)));
            together.add(new Greedy(3 + i % 5, prompt));
        }

        together.forEach(batch::submit);

        for (int i = 0; i < together.size(); i++) {
            Greedy sequence = together.get(i).awaitEnd();
            assertThat(sequence.tokens())
                    .hasSize(sequence.maxTokens())
                    .isEqualTo(alone.get(i).tokens());
            assertThat(sequence.failure()).isNull();
            assertThat(sequence.ends()).isOne();
        }
        await().atMost(Greedy.PATIENCE)
                .untilAsserted(() -> assertThat(batch.load()).isEqualTo(new BatchLoad(0, 0, 0, KV_TOKENS)));
    }

    @Test
    void runsPromptsInChunksBetweenTheTokensOfOthers() {
        Greedy late = new Greedy(1, prompt(100, 1));
        List<Integer> before = new ArrayList<>();
        Greedy early = new Greedy(60, 1, 2, 3) {
            @Override
            public int next(FloatBuffer scores) {
                int token = super.next(scores);
                if (tokens().size() == 2) {
                    batch.submit(late);
                }
                if (late.tokens().isEmpty()) {
                    before.add(token);
                }
                return token;
            }
        };

        batch.submit(early);
        late.awaitEnd();
        early.awaitEnd();

        assertThat(before).hasSize(2 + 100 / CHUNK + 1);
    }

    @Test
    void hasNoPromptWaitForTheEndOfALongerOne() {
        Greedy lengthy = new Greedy(1, prompt(150, 1));
        Greedy brief = new Greedy(1, prompt(5, 2));
        List<Integer> before = new ArrayList<>();
        Greedy early = new Greedy(60, 1, 2, 3) {
            @Override
            public int next(FloatBuffer scores) {
                int token = super.next(scores);
                if (tokens().size() == 2) {
                    batch.submit(lengthy);
                    batch.submit(brief);
                }
                if (brief.tokens().isEmpty()) {
                    before.add(token);
                }
                return token;
            }
        };

        batch.submit(early);
        brief.awaitEnd();
        lengthy.awaitEnd();
        early.awaitEnd();

        assertThat(before).hasSizeBetween(2 + 1, 2 + 2);
    }

    @Test
    void saysWhatItsModelFailedBy() {
        Decoder broken = Decoder.load(folder, decoder.options());
        var cause = new CompletableFuture<Throwable>();
        try (Batch failing = Batch.start(broken, cause::complete)) {
            broken.close();
            for (int i = 0; i < 3; i++) {
                Greedy lost = new Greedy(5, 1);
                failing.submit(lost);
                assertThat(lost.awaitEnd().failure()).isNotNull();
            }

            assertThat(cause.join()).hasMessageStartingWith("the model failed in 3 steps on end: ");
            assertThatThrownBy(() -> failing.submit(new Greedy(1, 1)))
                    .hasMessageStartingWith("the batch has failed: ")
                    .hasCause(cause.join());
        }
    }

    @Test
    void keepsWaitingWhatHasNoRoomInTheOrderItCame() {
        Greedy large = new Greedy(200, 1);
        Greedy larger = new Greedy(250, 2);
        Greedy small = new Greedy(1, 3);

        batch.submit(large);
        await().atMost(Greedy.PATIENCE).until(() -> batch.load().running() == 1 || large.ends() > 0);
        batch.submit(larger);
        batch.submit(small);

        await().atMost(Greedy.PATIENCE).until(() -> batch.load().waiting() == 2 || large.ends() > 0);
        larger.awaitEnd();
        assertThat(large.tokens()).hasSize(200);
        small.awaitEnd();
        assertThat(large.ends()).isOne();
        assertThat(larger.tokens()).hasSize(250);
    }

    /** Those of the first call that have all the places end; then one of each call joins. */
    @Test
    void hasNoCallWaitForAllOfOneOfMany() {
        Greedy[] others = IntStream.range(0, 9).mapToObj(i -> new Greedy(20, i)).toArray(Greedy[]::new);
        List<Greedy> many = new ArrayList<>();
        List<Integer> endedBefore = new ArrayList<>();
        Greedy late = new Greedy(5, 3) {
            @Override
            public void ended(@Nullable Throwable why) {
                endedBefore.add(Stream.concat(many.stream(), Arrays.stream(others))
                        .mapToInt(Greedy::ends)
                        .sum());
                super.ended(why);
            }
        };
        many.add(new Greedy(20, 1) {
            @Override
            public int next(FloatBuffer scores) {
                if (tokens().isEmpty()) {
                    batch.submit(others);
                    batch.submit(late);
                }
                return super.next(scores);
            }
        });
        IntStream.range(0, 8).forEach(i -> many.add(new Greedy(20, i)));

        batch.submit(many.toArray(Greedy[]::new));

        late.awaitEnd();
        many.forEach(Greedy::awaitEnd);
        Arrays.stream(others).forEach(Greedy::awaitEnd);
        assertThat(endedBefore).containsExactly(PLACES);
    }

    @Test
    void freesThePlacesOfThoseWhoLeave() {
        List<Greedy> endless =
                IntStream.range(0, PLACES + 1).mapToObj(i -> new Greedy(70, i)).toList();
        endless.forEach(batch::submit);
        await().atMost(Greedy.PATIENCE).until(() -> endless.getFirst().tokens().size() > 1);

        endless.forEach(Greedy::cancel);
        int generated = endless.getFirst().tokens().size();

        endless.forEach(Greedy::awaitEnd);
        assertThat(endless.getFirst().tokens().size()).isBetween(generated, generated + 1);
        assertThat(endless)
                .allSatisfy(sequence -> assertThat(sequence.failure()).isNull());
        await().atMost(Greedy.PATIENCE)
                .untilAsserted(() -> assertThat(batch.load()).isEqualTo(new BatchLoad(0, 0, 0, KV_TOKENS)));
    }

    @Test
    void endsTheOneThatFailsAndTheOneThatHasEnough() {
        Greedy failing = new Greedy(50, 1) {
            @Override
            public int next(FloatBuffer scores) {
                throw new IllegalArgumentException("no such word");
            }
        };
        Greedy content = new Greedy(50, 2) {
            @Override
            public int next(FloatBuffer scores) {
                super.next(scores);
                return tokens().size() < 3 ? 7 : -1;
            }
        };
        Greedy overflowing = new Greedy(50, 4) {
            @Override
            public int next(FloatBuffer scores) {
                throw new StackOverflowError("too deep");
            }
        };
        Greedy unsure = new Greedy(50, 5) {
            @Override
            public boolean cancelled() {
                if (tokens().size() == 2) {
                    throw new IllegalStateException("who knows");
                }
                return false;
            }
        };
        Greedy other = new Greedy(20, 3);

        List.of(failing, content, overflowing, unsure, other).forEach(batch::submit);

        assertThat(failing.awaitEnd().failure()).hasMessage("no such word");
        assertThat(overflowing.awaitEnd().failure()).hasMessage("too deep");
        assertThat(unsure.awaitEnd().failure()).hasMessage("who knows");
        assertThat(content.awaitEnd().failure()).isNull();
        assertThat(content.tokens()).hasSize(3);
        assertThat(other.awaitEnd().tokens()).hasSize(20);
    }

    @Test
    void refusesWhatCanNeverRun() {
        assertThatThrownBy(batch::submit).hasMessage("a call has sequences, got none");
        assertThatThrownBy(() -> batch.submit(new Greedy(1)))
                .hasMessage("a sequence has a prompt and generates tokens, got 0 and 1");
        assertThatThrownBy(() -> batch.submit(new Greedy(1, 320)))
                .hasMessage("the model's tokens are 0 to 319, got 320");
        assertThatThrownBy(() -> batch.submit(new Greedy(500, prompt(13, 1))))
                .hasMessage("13 tokens of prompt and 500 to generate are more than the context of 512");
        assertThatThrownBy(() -> batch.submit(new Greedy(300, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "1 tokens of prompt and 300 to generate are more than the 300 whose keys and values fit in 153600 bytes");
    }

    @Test
    void endsAllWhenItCloses() {
        Greedy running = new Greedy(290, 1);
        Greedy waiting = new Greedy(290, 2);
        batch.submit(running);
        batch.submit(waiting);

        batch.close();

        assertThat(running.ends()).isOne();
        assertThat(waiting.failure()).hasMessage("the batch is closed");
        assertThatThrownBy(() -> batch.submit(new Greedy(1, 1))).hasMessage("the batch is closed");
    }

    @Test
    void keepsNoMemoryOfThousandsOfRequests() throws IOException {
        runMany();
        long before = residentKib();

        runMany();

        assertThat(residentKib() - before).isLessThan(FLAT_KIB);
    }

    private void runMany() {
        List<Greedy> many = IntStream.range(0, MANY)
                .mapToObj(i -> new Greedy(1 + i % 3, prompt(1 + i % 9, i)))
                .toList();
        many.forEach(batch::submit);
        many.forEach(Greedy::awaitEnd);
    }

    private Greedy run(Greedy sequence) {
        batch.submit(sequence);
        return sequence.awaitEnd();
    }

    private static int[] prompt(int length, int seed) {
        return IntStream.range(0, length).map(i -> (31 * i + 17 * seed) % 256).toArray();
    }

    private static long residentKib() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
