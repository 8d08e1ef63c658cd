package good;

import io.chutes.annotation.Call;
import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.HttpMethod;
import io.chutes.annotation.Reply;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What today's readers take: JSON, text, streams and nothing, beside the call. */
@Chute(name = "shop")
public class Shop {
    /** An item. */
    public record Item(String name) {}

    /** Not the java.util.stream one. */
    public record Stream(int length) {}

    /** A shop. */
    public Shop() {}

    @Endpoint(summary = "Adds an item; \"quotes\", $dollars, @at, {@code braces}, */ ends & <b> \\u002a")
    public Item add(Item item, Call call) {
        return item;
    }

    @Endpoint(idempotent = true)
    public List<Map<String, Item>> several(Item chute) {
        return List.of(Map.of("a", chute));
    }

    @Endpoint(method = HttpMethod.GET, summary = "Says hello!")
    public String hello() {
        return "hello";
    }

    @Endpoint
    public Reply<Item, Item> either(Item item) {
        return Reply.whole(item);
    }

    @Endpoint(method = HttpMethod.DELETE)
    public void clear() {}

    @Endpoint(path = "/all/of/it/at/a/rather/long/path/so/that/the/line/must/be/broken", method = HttpMethod.PUT, summary = "All items")
    public java.util.stream.Stream<Item> all(Stream request) {
        return java.util.stream.Stream.of(new Item("a"));
    }
}
