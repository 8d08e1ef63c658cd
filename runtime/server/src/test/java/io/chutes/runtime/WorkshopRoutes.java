package io.chutes.runtime;

import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Routes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Routes as the processor writes them, over a chute that answers in every way and fails in every way. */
final class WorkshopRoutes implements ChuteRoutes {
    final CompletableFuture<Boolean> streamClosed = new CompletableFuture<>();
    final CountDownLatch mayGoOn = new CountDownLatch(1);

    @Override
    public String name() {
        return "workshop";
    }

    @Override
    public void register(Routes routes) {
        routes.json("POST", "/echo", request -> request.body(Note.class));
        routes.json(
                "GET",
                "/who",
                request -> new Note(
                        request.requestId() + " " + request.header("X-Who").orElse("nobody")));
        routes.text("GET", "/text", "text/plain", request -> "grüß");
        routes.empty("DELETE", "/note", request -> {});
        routes.json("POST", "/fail", request -> {
            throw new IllegalStateException("the secret reason");
        });
        routes.stream("POST", "/count", request -> IntStream.rangeClosed(
                        1, request.body(Size.class).size())
                .mapToObj(n -> new Note("n" + n)));
        routes.stream("POST", "/fail-first", request -> Stream.of(1).map(n -> {
            throw new IllegalStateException("the secret reason");
        }));
        routes.stream("POST", "/fail-second", request -> Stream.of(1, 2).map(n -> {
            if (n == 2) {
                throw new IllegalStateException("the secret reason");
            }
            return new Note("n" + n);
        }));
        routes.stream("POST", "/endless", request -> Stream.generate(() -> new Note("again"))
                .onClose(() -> streamClosed.complete(true)));
        routes.stream("POST", "/pause", request -> Stream.of(1, 2).map(n -> {
            if (n == 2) {
                await(mayGoOn);
            }
            return new Note("n" + n);
        }));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    record Note(String text) {}

    record Size(int size) {}
}
