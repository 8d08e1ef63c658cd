package io.chutes.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Calls that end before their answer does: by a timeout, a cancellation, an interrupt, or because nobody holds them any more. */
class EndingTest {
    private static final CallOptions HURRIED = CallOptions.DEFAULT.withTimeout(Duration.ofMillis(300));

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CompletableFuture<Boolean> callerLeft = new CompletableFuture<>();

    @Test
    void theTimeoutEndsACallThatIsNotAnswered() throws Exception {
        try (var server = StandIn.answering(endless(false))) {
            ChuteClient chute = server.client().with(HURRIED);

            assertThatThrownBy(() -> chute.get("/a").readText())
                    .isInstanceOf(ChuteTimeoutException.class)
                    .hasMessageContaining("GET http")
                    .hasMessageContaining("PT0.3S");
            assertThat(callerLeft.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void theTimeoutEndsACallInTheMiddleOfItsAnswer() throws Exception {
        try (var server = StandIn.answering(endless(true))) {
            ChuteClient chute = server.client().with(HURRIED);

            assertThatThrownBy(() -> chute.post("/a").readText()).isInstanceOf(ChuteTimeoutException.class);
            assertThat(callerLeft.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void theTimeoutEndsAStreamAndADownload() throws Exception {
        try (var server = StandIn.answering(endless(true))) {
            ChuteClient chute = server.client().with(HURRIED);

            try (Stream<String> events = chute.post("/a").events(String.class)) {
                assertThatThrownBy(events::count).isInstanceOf(ChuteTimeoutException.class);
            }
            assertThatThrownBy(() -> chute.post("/a").download().bytes()).isInstanceOf(ChuteTimeoutException.class);
            assertThat(callerLeft.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void theTimeoutCountsWaitsBetweenAttempts() {
        try (var server = StandIn.answering(exchange -> {
            StandIn.answer(exchange, 429, "text/plain", "");
        })) {
            var patient = new RetryPolicy(Integer.MAX_VALUE, Duration.ofMillis(20), Duration.ofMillis(20));
            ChuteClient chute = server.client().with(HURRIED.withRetries(patient));

            assertThatThrownBy(() -> chute.put("/a").send())
                    .isInstanceOfAny(ChuteTimeoutException.class, TooManyRequestsException.class);
            assertThat(server.seen()).hasSizeBetween(2, 30);
        }
    }

    @Test
    void cancellingTheAnswerToComeEndsTheCall() throws Exception {
        try (var server = StandIn.answering(endless(false))) {
            CompletableFuture<String> answer = server.client().post("/a").readTextAsync();
            assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();

            answer.cancel(true);

            assertThat(callerLeft.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void cancellingInTheMiddleOfTheAnswerEndsTheCall() throws Exception {
        try (var server = StandIn.answering(endless(true))) {
            CompletableFuture<String> answer = server.client().post("/a").readTextAsync();
            assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();

            answer.cancel(true);

            assertThat(callerLeft.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aTimeoutOfTheFutureEndsTheCallToo() throws Exception {
        try (var server = StandIn.answering(endless(false))) {
            CompletableFuture<String> answer = server.client().post("/a").readTextAsync();
            assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();

            CompletableFuture<String> bounded = answer.orTimeout(200, TimeUnit.MILLISECONDS);

            assertThatThrownBy(() -> bounded.get(60, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
            assertThat(callerLeft.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anInterruptEndsTheCallAndStays() throws Exception {
        try (var server = StandIn.answering(endless(false))) {
            ChuteClient chute = server.client();
            var thrown = new AtomicReference<Throwable>();
            var stillInterrupted = new CompletableFuture<Boolean>();
            Thread caller = new Thread(() -> {
                try {
                    chute.post("/a").readText();
                } catch (ChuteException e) {
                    thrown.set(e);
                }
                stillInterrupted.complete(Thread.currentThread().isInterrupted());
            });
            caller.start();
            assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();

            caller.interrupt();

            assertThat(stillInterrupted.get(60, TimeUnit.SECONDS)).isTrue();
            assertThat(thrown.get()).hasMessageContaining("Interrupted");
            assertThat(callerLeft.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void closingADownloadEndsTheCall() throws Exception {
        try (var server = StandIn.answering(endless(true))) {
            server.client().post("/a").download().close();

            assertThat(callerLeft.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void closingAStreamFromElsewhereFreesWhoReadsIt() throws Exception {
        try (var server = StandIn.answering(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(": silence\n\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            reached.countDown();
        })) {
            Stream<String> events = server.client().post("/a").events(String.class);
            var read = CompletableFuture.supplyAsync(events::toList);
            assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();

            events.close();

            assertThat(read).failsWithin(Duration.ofSeconds(60));
        }
    }

    @Test
    void aForgottenStreamEndsItsCall() {
        try (var server = StandIn.answering(endless(true))) {
            assertThat(server.client().post("/a").events(String.class)).isNotNull();

            await(() -> {
                System.gc();
                return callerLeft.isDone();
            });
        }
    }

    @Test
    void aStreamReadToItsEndGivesItsConnectionBack() {
        try (var server = StandIn.answering(exchange -> {
            String port = Integer.toString(exchange.getRemoteAddress().getPort());
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(
                        ("data: \"" + port + "\"\n\nevent: completed\ndata: {}\n\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
                pause(100); // the end of the answer comes later than its last event
            }
        })) {
            ChuteClient chute = server.client();

            assertThat(only(chute)).isEqualTo(only(chute));
        }
    }

    private static String only(ChuteClient chute) {
        return chute.post("/a").events(String.class).toList().get(0);
    }

    /** Answers nothing, or one event after another, for as long as the caller is there. */
    private HttpHandler endless(boolean begins) {
        return exchange -> {
            if (!begins) {
                reached.countDown();
                // The JDK's server cannot see a caller leave before it writes: headers go out late, and then bytes.
                pause(1000);
            }
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                while (true) {
                    out.write("data: \"again\"\n\n".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    reached.countDown();
                }
            } catch (IOException gone) {
                callerLeft.complete(true);
            }
        };
    }

    private static void pause(long millis) {
        try {
            new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
