package io.chutes.template.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddingQueueTest {
    private final List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore runs = new Semaphore(0);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    private final EmbeddingQueue queue = EmbeddingQueue.start(this::run, 12, failures::add);

    @AfterEach
    void end() {
        runs.release(1000);
        queue.close();
    }

    @Test
    void runsCallsTogetherByLengthWithinItsBoundOfTokens() throws Exception {
        CompletableFuture<List<float[]>> first = embed(1);
        begun.await();
        CompletableFuture<List<float[]>> many = embed(4, 2, 4, 2, 9, 2);
        awaitCalls(1);
        CompletableFuture<List<float[]>> one = embed(4);
        awaitCalls(2);

        runs.release(1000);

        assertThat(lengths(first)).containsExactly(1);
        assertThat(lengths(one)).containsExactly(4);
        assertThat(lengths(many)).containsExactly(4, 2, 4, 2, 9, 2);
        assertThat(batches).containsExactly(List.of(1), List.of(4, 4, 4), List.of(2, 2, 2), List.of(9));
    }

    @Test
    void servesCallsInTurnSoThatNoneHoldsUpTheOthers() throws Exception {
        CompletableFuture<List<float[]>> first = embed(1);
        begun.await();
        CompletableFuture<List<float[]>> many =
                embed(IntStream.generate(() -> 12).limit(100).toArray());
        awaitCalls(1);
        CompletableFuture<List<float[]>> one = embed(12);
        awaitCalls(2);

        runs.release(3);

        assertThat(lengths(first)).containsExactly(1);
        assertThat(lengths(one)).containsExactly(12);
        assertThat(many).isNotDone();
    }

    @Test
    void leavesOutWhoLeft() throws Exception {
        CompletableFuture<List<float[]>> first = embed(1);
        begun.await();
        var left = new FutureTask<>(() -> queue.embed(List.of(new long[7])));
        Thread caller = Thread.ofVirtual().start(left);
        awaitCalls(1);
        caller.interrupt();
        caller.join();
        CompletableFuture<List<float[]>> other = embed(8);

        runs.release(1000);

        assertThat(lengths(first)).containsExactly(1);
        assertThat(lengths(other)).containsExactly(8);
        assertThat(batches).containsExactly(List.of(1), List.of(8));
    }

    @Test
    void failsTheCallOfASequenceThatFailsAlone() throws Exception {
        CompletableFuture<List<float[]>> first = embed(1);
        begun.await();
        CompletableFuture<List<float[]>> some = embed(4, 2);
        awaitCalls(1);
        CompletableFuture<List<float[]>> failing = embed(3);
        awaitCalls(2);

        runs.release(1000);

        assertThat(lengths(first)).containsExactly(1);
        assertThat(lengths(some)).containsExactly(4, 2);
        assertThatThrownBy(failing::join).hasRootCauseMessage("three");
        assertThat(batches).containsExactly(List.of(1), List.of(4, 3, 2), List.of(4), List.of(3), List.of(2));
        assertThat(queue.embed(List.of())).isEmpty();
        assertThat(failures).isEmpty();
        queue.close();
        assertThatThrownBy(() -> queue.embed(List.of(new long[5]))).hasMessage("the chute ends");
    }

    @Test
    void endsWithAllCallsWhereTheModelFailsOnEnd() {
        runs.release(2);
        assertThatThrownBy(() -> queue.embed(List.of(new long[3]))).hasRootCauseMessage("three");
        assertThatThrownBy(() -> queue.embed(List.of(new long[3]))).hasRootCauseMessage("three");
        CompletableFuture<List<float[]>> third = embed(3, 5);
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(runs::hasQueuedThreads);
        CompletableFuture<List<float[]>> waiting = embed(5);
        awaitCalls(1);

        runs.release(1000);

        String why = "no embeddings are made any more: the model failed 3 times on end: three";
        assertThatThrownBy(third::join).hasRootCauseMessage("three");
        assertThatThrownBy(waiting::join).hasStackTraceContaining(why);
        assertThatThrownBy(() -> queue.embed(List.of(new long[5]))).hasMessage(why);
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> failures.size() == 1);
        assertThat(failures.getFirst()).hasMessage("the model failed 3 times on end: three");
    }

    @Test
    void runsNothingMoreOnceItsCloserIsInterrupted() throws Exception {
        CompletableFuture<List<float[]>> taken = embed(12, 12);
        begun.await();
        CompletableFuture<List<float[]>> waiting = embed(5);
        awaitCalls(1);
        var closed = new FutureTask<>(() -> {
            queue.close();
            return Thread.currentThread().isInterrupted();
        });
        Thread closer = Thread.ofPlatform().start(closed);

        closer.interrupt();

        assertThatThrownBy(waiting::join).hasRootCauseMessage("the chute ends");
        assertThat(closed).isNotDone();
        runs.release(1000);
        assertThat(closed.get()).isTrue();
        assertThatThrownBy(taken::join).hasRootCauseMessage("the chute ends");
        assertThat(batches).containsExactly(List.of(12));
        assertThat(failures).isEmpty();
    }

    private CompletableFuture<List<float[]>> embed(int... lengths) {
        List<long[]> sequences = IntStream.of(lengths).mapToObj(long[]::new).toList();
        var answer = new CompletableFuture<List<float[]>>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(queue.embed(sequences));
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private void awaitCalls(int count) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> queue.waiting() == count);
    }

    private static List<Integer> lengths(CompletableFuture<List<float[]>> answer) {
        return answer.join().stream().map(vector -> (int) vector[0]).toList();
    }

    /** Each sequence's vector is its length; the model cannot run one of three. */
    private List<float[]> run(List<long[]> sequences) {
        begun.countDown();
        runs.acquireUninterruptibly();
        batches.add(sequences.stream().map(tokens -> tokens.length).toList());
        if (sequences.stream().anyMatch(tokens -> tokens.length == 3)) {
            throw new StackOverflowError("three");
        }
        return sequences.stream().map(tokens -> new float[] {tokens.length}).toList();
    }
}
