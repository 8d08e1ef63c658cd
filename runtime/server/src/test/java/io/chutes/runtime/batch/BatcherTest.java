package io.chutes.runtime.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.annotation.ProblemException;
import io.chutes.runtime.Patience;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class BatcherTest {
    private static final Duration LONG = Duration.ofHours(1);

    /** The sizes of the batches, in the order in which they ran. */
    private final List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());

    @Test
    void releasesAFullBatchWithoutWaiting() throws Exception {
        Batcher<Integer> batcher = doubling(3, LONG);

        List<Asked> asked = askAll(batcher, 3);

        assertThat(answers(asked)).containsExactly(0, 2, 4);
        assertThat(sizes).containsExactly(3);
        assertThat(batcher.counts())
                .isEqualTo(new BatchCounts(Map.of(Release.FULL, 1L, Release.WINDOW, 0L, Release.DEADLINE, 0L), 3));
    }

    @Test
    void releasesWhoeverIsThereWhenTheWindowEnds() throws Exception {
        Patience.inTime(Duration.ofMillis(200), window -> {
            sizes.clear();
            Batcher<Integer> batcher = doubling(3, window);
            long begun = System.nanoTime();

            List<Asked> asked = askAll(batcher, 2);

            boolean inTime = System.nanoTime() - begun < window.toNanos();
            assertThat(answers(asked)).containsExactly(0, 2);
            if (inTime) {
                assertThat(sizes).containsExactly(2);
                assertThat(batcher.counts().batches()).containsEntry(Release.WINDOW, 1L);
            }
            return inTime;
        });
    }

    @Test
    void releasesBeforeTheDeadlineOfAnyCallInIt() throws Exception {
        Patience.inTime(Duration.ofMillis(400), left -> {
            Batcher<Integer> batcher = doubling(3, LONG);
            Asked patient = ask(batcher, 0, new FakeCall(0));
            awaitWaiting(patient);

            Instant deadline = Instant.now().plus(left);
            Asked hasty = ask(batcher, 1, new FakeCall(1, deadline));
            Duration delay = delayedUntilAnswered(hasty);

            boolean inTime = Instant.now().isBefore(deadline);
            assertThat(answers(List.of(patient, hasty))).containsExactly(0, 2);
            assertThat(batcher.counts().batches()).containsEntry(Release.DEADLINE, 1L);
            if (!inTime) {
                assertThat(delay).as("what the machine was late by").isGreaterThan(left.dividedBy(8));
            }
            return inTime;
        });
    }

    @Test
    void letsBatchesRunBesideEachOther() throws Exception {
        var both = new CyclicBarrier(2);
        var batcher = new Batcher<Integer>("POST /x", 2, LONG, InstantSource.system(), requests -> {
            both.await(60, TimeUnit.SECONDS);
            return requests;
        });

        assertThat(answers(askAll(batcher, 4))).containsExactly(0, 1, 2, 3);
    }

    @Test
    void takesAnInterruptedCallOutOfAWaitingBatch() throws Exception {
        Batcher<Integer> batcher = doubling(2, LONG);
        Asked leaving = ask(batcher, 1, new FakeCall(1));
        awaitWaiting(leaving);

        leaving.thread().interrupt();
        assertThatThrownBy(leaving.answer()::get).hasCauseInstanceOf(InterruptedException.class);

        assertThat(answers(List.of(ask(batcher, 2, new FakeCall(2)), ask(batcher, 3, new FakeCall(3)))))
                .containsExactly(4, 6);
        assertThat(sizes).containsExactly(2);
    }

    @Test
    void runsNoBatchThatNobodyWaitsFor() throws Exception {
        Batcher<Integer> batcher = doubling(2, LONG);
        Asked only = ask(batcher, 1, new FakeCall(1));
        awaitWaiting(only);

        only.thread().interrupt();

        assertThatThrownBy(only.answer()::get).hasCauseInstanceOf(InterruptedException.class);
        assertThat(sizes).isEmpty();
        assertThat(batcher.counts()).isEqualTo(BatchCounts.none());
    }

    @Test
    void leavesOutACallWhoseCallerLeftBeforeTheRelease() throws Exception {
        Batcher<Integer> batcher = doubling(2, LONG);
        var call = new FakeCall(1);
        Asked gone = ask(batcher, 1, call);
        awaitWaiting(gone);

        call.left().set(true);
        Asked staying = ask(batcher, 2, new FakeCall(2));

        assertThat(answers(List.of(staying))).containsExactly(4);
        assertThat(problem(gone).status()).isEqualTo(504);
        assertThat(sizes).containsExactly(1);
    }

    @Test
    void interruptsARunThatNobodyWaitsForAnyMore() throws Exception {
        var running = new CountDownLatch(1);
        var interrupted = new CompletableFuture<Boolean>();
        var batcher = new Batcher<Integer>("POST /x", 2, LONG, InstantSource.system(), requests -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.complete(true);
                throw e;
            }
            return requests;
        });
        List<Asked> asked = askAll(batcher, 2);
        running.await();

        asked.getFirst().thread().interrupt();
        assertThatThrownBy(asked.getFirst().answer()::get).hasCauseInstanceOf(InterruptedException.class);
        assertThat(interrupted).isNotDone();
        asked.getLast().thread().interrupt();

        assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void failsEveryCallOfABatchWhoseMethodThrew() throws Exception {
        var batcher = new Batcher<Integer>("POST /x", 2, LONG, InstantSource.system(), requests -> {
            throw new IllegalStateException("the secret");
        });

        for (Asked asked : askAll(batcher, 2)) {
            assertThat(problem(asked).status()).isEqualTo(500);
            assertThat(problem(asked)).hasMessageNotContaining("secret");
        }
    }

    @Test
    void passesTheChutesOwnProblemToEveryCall() throws Exception {
        var batcher = new Batcher<Integer>("POST /x", 2, LONG, InstantSource.system(), requests -> {
            throw new ProblemException(409, "not now");
        });

        for (Asked asked : askAll(batcher, 2)) {
            assertThat(problem(asked).status()).isEqualTo(409);
            assertThat(problem(asked)).hasMessage("not now");
        }
    }

    @Test
    void failsEveryCallWhereTheNumberOfAnswersIsWrong() throws Exception {
        for (List<Integer> wrong : List.of(List.<Integer>of(), List.of(1), List.of(1, 2, 3))) {
            var batcher = new Batcher<Integer>("POST /x", 2, LONG, InstantSource.system(), requests -> wrong);

            for (Asked asked : askAll(batcher, 2)) {
                assertThat(problem(asked).status()).as("%s", wrong).isEqualTo(500);
            }
        }
    }

    @Test
    void failsEveryCallWhereThereIsNoListOfAnswers() throws Exception {
        var batcher = new Batcher<Integer>("POST /x", 1, LONG, InstantSource.system(), requests -> nothing());

        assertThat(problem(askAll(batcher, 1).getFirst()).status()).isEqualTo(500);
    }

    @Test
    void failsOnlyTheCallWhoseAnswerIsNull() throws Exception {
        var batcher = new Batcher<Integer>("POST /x", 2, LONG, InstantSource.system(), requests -> requests.stream()
                .map(n -> n == 1 ? null : n)
                .toList());

        List<Asked> asked = askAll(batcher, 2);

        assertThat(answers(asked.subList(0, 1))).containsExactly(0);
        assertThat(problem(asked.get(1)).status()).isEqualTo(500);
    }

    @RepeatedTest(5)
    void givesEachOfAThousandCallsItsOwnAnswer(RepetitionInfo repetition) throws Exception {
        var random = new Random(repetition.getCurrentRepetition());
        int maxSize = 2 + random.nextInt(40);
        var batchThreads = Collections.synchronizedList(new ArrayList<Thread>());
        var batcher = new Batcher<Integer>(
                "POST /x", maxSize, Duration.ofMillis(random.nextInt(10)), InstantSource.system(), requests -> {
                    batchThreads.add(Thread.currentThread());
                    sizes.add(requests.size());
                    return requests.stream().map(n -> n * 2).toList();
                });

        List<Future<Object>> answers;
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            answers = callers.invokeAll(Collections.nCopies(1000, 0).stream()
                    .map(zero -> (Callable<Object>) () -> {
                        int n = random.nextInt();
                        return batcher.answer(n, new FakeCall(n)).equals(n * 2);
                    })
                    .toList());
        }

        assertThat(answers).extracting(Future::get).containsOnly(true);
        assertThat(sizes).allMatch(size -> size >= 1 && size <= maxSize);
        assertThat(sizes.stream().mapToInt(size -> size).sum()).isEqualTo(1000);
        assertThat(batcher.counts().calls()).isEqualTo(1000);
        assertThat(batcher.counts().batches().values().stream()
                        .mapToLong(n -> n)
                        .sum())
                .isEqualTo(sizes.size());
        for (Thread thread : batchThreads) {
            assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
        }
    }

    @RepeatedTest(3)
    void losesNobodyWhereManyLeaveAtAnyMoment(RepetitionInfo repetition) throws Exception {
        var random = new Random(repetition.getCurrentRepetition());
        Batcher<Integer> batcher = doubling(7, Duration.ofMillis(3));
        List<Asked> all = new ArrayList<>();
        for (int n = 0; n < 500; n++) {
            all.add(ask(batcher, n, new FakeCall(n)));
            if (random.nextInt(3) == 0) {
                all.get(random.nextInt(all.size())).thread().interrupt();
            }
        }

        for (int n = 0; n < all.size(); n++) {
            try {
                assertThat(all.get(n).answer().get(60, TimeUnit.SECONDS)).isEqualTo(2 * n);
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(InterruptedException.class);
            }
        }
        assertThat(sizes).allMatch(size -> size >= 1 && size <= 7);
    }

    private Batcher<Integer> doubling(int maxSize, Duration maxWait) {
        return new Batcher<>("POST /x", maxSize, maxWait, InstantSource.system(), requests -> {
            sizes.add(requests.size());
            return requests.stream().map(n -> n * 2).toList();
        });
    }

    /** Asks from threads of their own, one after the other, so that the order in the batch is known. */
    private static List<Asked> askAll(Batcher<Integer> batcher, int count) throws InterruptedException {
        var asked = new ArrayList<Asked>();
        for (int n = 0; n < count; n++) {
            asked.add(ask(batcher, n, new FakeCall(n)));
            awaitWaiting(asked.getLast());
        }
        return asked;
    }

    private static Asked ask(Batcher<Integer> batcher, int request, FakeCall call) {
        var answer = new FutureTask<Object>(() -> batcher.answer(request, call));
        return new Asked(Thread.ofVirtual().start(answer), answer);
    }

    private static void awaitWaiting(Asked asked) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!isSeated(asked) && !asked.answer().isDone()) {
            assertThat(System.nanoTime()).as("the call waits").isLessThan(deadline);
            LockSupport.parkNanos(100_000);
        }
    }

    /** Whether it waits for its answer, and not to be let in. */
    private static boolean isSeated(Asked asked) {
        return asked.thread().getState() == Thread.State.WAITING
                && Stream.of(asked.thread().getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(Seat.class.getName()));
    }

    /** Looks for the answer again and again, and tells how long it was kept from that at most. */
    private static Duration delayedUntilAnswered(Asked asked) {
        long begun = System.nanoTime();
        long last = begun;
        long longest = 0;
        while (!asked.answer().isDone()) {
            LockSupport.parkNanos(1_000_000);
            long now = System.nanoTime();
            longest = Math.max(longest, now - last);
            last = now;
            assertThat(Duration.ofNanos(now - begun)).as("its answer comes").isLessThan(Duration.ofMinutes(1));
        }
        return Duration.ofNanos(longest);
    }

    private static List<Object> answers(List<Asked> asked) throws Exception {
        var answers = new LinkedBlockingQueue<Object>();
        for (Asked one : asked) {
            answers.add(one.answer().get(60, TimeUnit.SECONDS));
        }
        return List.copyOf(answers);
    }

    private static ProblemException problem(Asked asked) throws Exception {
        try {
            throw new AssertionError("answered " + asked.answer().get(60, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return (ProblemException) Objects.requireNonNull(e.getCause());
        }
    }

    /** What careless code returns, beyond what NullAway sees. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    private record Asked(Thread thread, FutureTask<Object> answer) {}
}
