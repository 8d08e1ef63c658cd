import io.chutes.client.CallOptions;
import io.chutes.client.ChuteClient;
import java.util.concurrent.CompletableFuture;
import javax.annotation.processing.Generated;

/**
 * Calls a deployed {@link Small.Inner}. Cancelling what an {@code Async} method returns ends its call.
 */
@Generated("io.chutes.processor.ChuteProcessor")
final class Small_InnerClient {
    private final ChuteClient chute;

    /**
     * Calls the chute by this client.
     */
    Small_InnerClient(ChuteClient chute) {
        this.chute = chute;
    }

    /**
     * The same chute called with these options.
     */
    Small_InnerClient with(CallOptions options) {
        return new Small_InnerClient(chute.with(options));
    }

    String toString(Small.Inner.Note note) {
        return chute.post("/tostring").json(note).readText();
    }

    CompletableFuture<String> toStringAsync(Small.Inner.Note note) {
        return chute.post("/tostring").json(note).readTextAsync();
    }

    Small.Inner.Note with(Small.Inner.Note note) {
        return chute.call("/with", note, Small.Inner.Note.class);
    }

    CompletableFuture<Small.Inner.Note> withAsync(Small.Inner.Note note) {
        return chute.callAsync("/with", note, Small.Inner.Note.class);
    }
}
