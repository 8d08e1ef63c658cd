package io.chutes.platform.server.web;

import io.chutes.platform.server.access.Permission;
import org.jspecify.annotations.Nullable;

/** What a route does for a caller who was let in. */
public sealed interface Work {
    /** It gives back what is to be answered as JSON; null for an answer without a body. */
    @FunctionalInterface
    non-sealed interface Answering<B, T extends @Nullable Object> extends Work {
        T answer(Call<B> call) throws Exception;
    }

    /** It writes the answer itself: a stream, or a protocol with bodies of its own. */
    @FunctionalInterface
    non-sealed interface Raw extends Work {
        void serve(Call<Void> call) throws Exception;
    }

    /** How a {@link Raw} route tells that a caller was not let in. */
    @FunctionalInterface
    interface Refusal {
        void refuse(ApiException reason, Permission needed, io.javalin.http.Context context) throws Exception;
    }
}
