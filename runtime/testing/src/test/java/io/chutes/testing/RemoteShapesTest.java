package io.chutes.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.chutes.annotation.BatchResult;
import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.client.ChuteClient;
import io.chutes.client.ChuteException;
import io.chutes.client.ChuteProblemException;
import io.chutes.client.Chutes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.Test;

/** Classes of every shape stood in for: generic superclasses, overloads, final methods, many threads. */
@ChuteTest(Catalogue.class)
class RemoteShapesTest {
    private static final Catalogue.Book BOOK = new Catalogue.Book("a");

    @Test
    void knowsTheTypesThatASuperclassOnlyNames(ChuteClient client) {
        Catalogue remote = Chutes.remote(Catalogue.class, client);

        Catalogue.Book first = remote.first(List.of(BOOK));
        Catalogue.Book twice = remote.twice(BOOK).get(1);
        assertThat(first).isEqualTo(twice).isEqualTo(BOOK);
        try (var each = remote.each(List.of(BOOK))) {
            assertThat(each.map(Catalogue.Book::title)).containsExactly("a");
        }
    }

    @Test
    void callsAnOverriddenEndpointFromEitherType(ChuteClient client) {
        Catalogue remote = Chutes.remote(Catalogue.class, client);
        Shelf<Catalogue.Book> shelf = remote;

        assertThat(remote.overridden(BOOK)).isEqualTo(new Catalogue.Book("a!"));
        assertThat(shelf.overridden(BOOK)).isEqualTo(new Catalogue.Book("a!"));
        assertThat(remote.at("x y")).isEqualTo("at x y");
    }

    @Test
    void refusesAMethodThatSharesOnlyItsNameWithAnEndpoint(ChuteClient client) {
        Catalogue remote = Chutes.remote(Catalogue.class, client);

        assertThatThrownBy(() -> remote.first(BOOK))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("runs only where the chute is deployed");
    }

    @Test
    void sendsSealedInterfacesBothWays(ChuteClient client) {
        Catalogue remote = Chutes.remote(Catalogue.class, client);

        assertThat(remote.turned(List.of(new Catalogue.Entry.Cover(), new Catalogue.Entry.Page(1))))
                .containsExactly(new Catalogue.Entry.Page(1), new Catalogue.Entry.Cover());
    }

    @Test
    void answersABatchOfAnyLengthInOrder(ChuteClient client) {
        Catalogue remote = Chutes.remote(Catalogue.class, client);
        List<Catalogue.Book> books = IntStream.range(0, 500)
                .mapToObj(i -> new Catalogue.Book(Integer.toString(i)))
                .toList();

        assertThat(remote.batch(books))
                .isEqualTo(books.stream()
                        .map(book -> new Catalogue.Book(book.title() + "*"))
                        .toList());
        assertThat(remote.batch(List.of())).isEmpty();
    }

    @Test
    void answersWhatDoesNotFailOfABatchWhoseCallsFailAlone(ChuteClient client) {
        List<BatchResult<Catalogue.Book>> results = Chutes.remote(Catalogue.class, client)
                .restored(List.of(new Catalogue.Book("a"), new Catalogue.Book(""), new Catalogue.Book("b")));

        assertThat(results)
                .hasSize(3)
                .contains(BatchResult.of(new Catalogue.Book("a!")), Index.atIndex(0))
                .contains(BatchResult.of(new Catalogue.Book("b!")), Index.atIndex(2));
        assertThat(results.get(1)).isInstanceOfSatisfying(BatchResult.Failed.class, failed -> assertThat(failed.cause())
                .isInstanceOfSatisfying(ChuteProblemException.class, problem -> {
                    assertThat(problem.status()).isEqualTo(422);
                    assertThat(problem.detail()).isEqualTo("a book without a title");
                }));
    }

    @Test
    void sendsNoMoreOfABatchAtOnceThanTheChuteTakesTogetherAndStopsAtTheFirstProblem() throws Exception {
        var inFlight = new AtomicInteger();
        var most = new AtomicInteger();
        var calls = new AtomicInteger();
        try (var threads = Executors.newCachedThreadPool()) {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                int status = calls.incrementAndGet() > 20 ? 500 : 200;
                byte[] body = "{\"title\": \"x\"}".getBytes(StandardCharsets.UTF_8);
                exchange.getRequestBody().readAllBytes();
                inFlight.decrementAndGet();
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            try {
                Catalogue remote = Chutes.remote(
                        Catalogue.class,
                        ChuteClient.of(URI.create(
                                "http://127.0.0.1:" + server.getAddress().getPort())));

                List<Catalogue.Book> many =
                        IntStream.range(0, 1000).mapToObj(i -> BOOK).toList();
                assertThatThrownBy(() -> remote.batch(many)).isInstanceOf(ChuteProblemException.class);
                assertThat(most.get()).isLessThanOrEqualTo(4);
                assertThat(calls.get()).isBetween(21, 30);
            } finally {
                server.stop(0);
            }
        }
    }

    @Test
    void anInterruptEndsABatch() throws Exception {
        var reached = new CountDownLatch(1);
        var thrown = new CompletableFuture<Throwable>();
        try (var threads = Executors.newCachedThreadPool()) {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", exchange -> reached.countDown()); // and never answers
            server.start();
            Catalogue remote = Chutes.remote(
                    Catalogue.class,
                    ChuteClient.of(
                            URI.create("http://127.0.0.1:" + server.getAddress().getPort())));
            Thread caller = Thread.ofVirtual().start(() -> {
                try {
                    remote.batch(List.of(BOOK, BOOK));
                } catch (ChuteException e) {
                    thrown.complete(e);
                }
            });
            assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();

            caller.interrupt();

            assertThat(thrown.get(60, TimeUnit.SECONDS)).hasMessageContaining("Interrupted");
            server.stop(0);
        }
    }

    @Test
    void makesOneClassHoweverManyThreadsAskFirst(ChuteClient client) throws Exception {
        Set<Class<?>> classes = ConcurrentHashMap.newKeySet();
        var start = new CyclicBarrier(16);
        try (var threads = Executors.newFixedThreadPool(16)) {
            List<Future<Boolean>> made = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Callable<Boolean> ask = () -> {
                    start.await(60, TimeUnit.SECONDS);
                    return classes.add(Chutes.remote(Contended.class, client).getClass());
                };
                made.add(threads.submit(ask));
            }
            for (Future<Boolean> each : made) {
                each.get(60, TimeUnit.SECONDS);
            }
        }

        assertThat(classes).hasSize(1);
    }

    @Test
    void saysWhyAClassCannotBeStoodInFor(ChuteClient client) {
        assertThatThrownBy(() -> Chutes.remote(WithFinalHelper.class, client))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("helper")
                .hasMessageContaining("final");
        assertThatThrownBy(() -> Chutes.remote(int[].class, client)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Chutes.remote(Runnable.class, client)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesTheArgumentThatIsMissing(ChuteClient client) {
        Catalogue remote = Chutes.remote(Catalogue.class, client);

        assertThatThrownBy(() -> remote.at(missing()))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("argument 1 of at is null");
    }

    @SuppressWarnings("NullAway") // what a caller without such checks may do
    private static String missing() {
        return null;
    }

    @Chute(name = "contended")
    static class Contended {
        @Endpoint
        void go() {}
    }

    @Chute(name = "with-final-helper")
    static class WithFinalHelper {
        @Endpoint
        void go() {}

        final String helper() {
            return "would run here";
        }
    }
}
