package io.chutes.testing;

import io.chutes.annotation.Batched;
import io.chutes.annotation.Call;
import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.HttpMethod;
import io.chutes.annotation.Media;
import io.chutes.annotation.OnStartup;
import io.chutes.annotation.Passthrough;
import io.chutes.annotation.PathParam;
import io.chutes.annotation.ProblemException;
import io.chutes.annotation.QueryParam;
import io.chutes.annotation.Scaling;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A chute with an endpoint of every kind, one of them inherited. */
@Chute(name = "shop")
@Scaling(concurrency = 8)
class Shop extends Counter {
    static int made;

    final String motto = "cheap";
    int opened = 7;

    Shop() {
        made++;
    }

    record Item(String name, int price) {}

    @OnStartup
    void open() {}

    String motto() {
        return motto;
    }

    @Endpoint(path = "/items/{name}", method = HttpMethod.GET)
    Item item(@PathParam("name") String name, @QueryParam("price") Optional<Integer> price) {
        if (name.equals("none")) {
            throw new ProblemException(404, "There is no such item");
        }
        return new Item(name, price.orElse(1));
    }

    @Endpoint(method = HttpMethod.GET)
    String caller(@Nullable Call call) {
        return call == null
                ? "nobody"
                : "request " + call.header("X-Request-Id").isPresent();
    }

    @Endpoint
    Map<String, Item> byName(List<Item> items) {
        return Map.of(items.getFirst().name(), items.getFirst());
    }

    @Endpoint
    @Batched(maxSize = 8, maxWait = "1ms")
    List<Item> dearer(List<Item> items) {
        return items.stream()
                .map(item -> new Item(item.name(), item.price() + 1))
                .toList();
    }

    @Endpoint
    Stream<Item> copies(Item item) {
        return Stream.of(item, item);
    }

    @Endpoint
    String shout(String text) {
        return text + "!";
    }

    @Endpoint(contentType = "image/svg+xml")
    Media picture(byte[] bytes) {
        return new Media("image/svg+xml", bytes.length == 0 ? "none".getBytes(StandardCharsets.UTF_8) : bytes);
    }

    @Endpoint
    @Passthrough(port = 9472)
    void engine() {}
}
