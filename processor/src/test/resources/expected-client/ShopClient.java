package good;

import io.chutes.annotation.Reply;
import io.chutes.client.CallOptions;
import io.chutes.client.ChuteClient;
import io.chutes.client.JsonType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.annotation.processing.Generated;

/**
 * Calls a deployed {@link Shop}. Cancelling what an {@code Async} method returns ends its call.
 */
@Generated("io.chutes.processor.ChuteProcessor")
public final class ShopClient {
    private final ChuteClient chute;

    /**
     * Calls the chute by this client.
     */
    public ShopClient(ChuteClient chute) {
        this.chute = chute;
    }

    /**
     * The same chute called with these options.
     */
    public ShopClient with(CallOptions options) {
        return new ShopClient(chute.with(options));
    }

    /**
     * Adds an item; "quotes", $dollars, &#64;at, &#123;&#64;code braces}, *&#47; ends &amp; &lt;b&gt; &#92;u002a.
     */
    public Shop.Item add(Shop.Item item) {
        return chute.call("/add", item, Shop.Item.class);
    }

    /**
     * Adds an item; "quotes", $dollars, &#64;at, &#123;&#64;code braces}, *&#47; ends &amp; &lt;b&gt; &#92;u002a.
     */
    public CompletableFuture<Shop.Item> addAsync(Shop.Item item) {
        return chute.callAsync("/add", item, Shop.Item.class);
    }

    /**
     * All items. Close the stream to leave early: the chute then stops its work.
     */
    public Stream<Shop.Item> all(Shop.Stream request) {
        return chute.put("/all/of/it/at/a/rather/long/path/so/that/the/line/must/be/broken")
                .json(request)
                .events(Shop.Item.class);
    }

    public void clear() {
        chute.delete("/clear").send();
    }

    public CompletableFuture<Void> clearAsync() {
        return chute.delete("/clear").sendAsync();
    }

    /**
     * Close the stream to leave early: the chute then stops its work.
     */
    public Reply<Shop.Item, Shop.Item> either(Shop.Item item) {
        return chute.post("/either").json(item).reply(Shop.Item.class, Shop.Item.class);
    }

    /**
     * Close the stream to leave early: the chute then stops its work.
     */
    public CompletableFuture<Reply<Shop.Item, Shop.Item>> eitherAsync(Shop.Item item) {
        return chute.post("/either").json(item).replyAsync(Shop.Item.class, Shop.Item.class);
    }

    /**
     * Says hello!
     */
    public String hello() {
        return chute.get("/hello").readText();
    }

    /**
     * Says hello!
     */
    public CompletableFuture<String> helloAsync() {
        return chute.get("/hello").readTextAsync();
    }

    public List<Map<String, Shop.Item>> several(Shop.Item chute) {
        return this.chute.post("/several")
                .idempotent()
                .json(chute)
                .read(new JsonType<List<Map<String, Shop.Item>>>() {});
    }

    public CompletableFuture<List<Map<String, Shop.Item>>> severalAsync(Shop.Item chute) {
        return this.chute.post("/several")
                .idempotent()
                .json(chute)
                .readAsync(new JsonType<List<Map<String, Shop.Item>>>() {});
    }
}
