package io.chutes.platform.server.web;

import io.chutes.platform.server.access.Caller;
import java.util.concurrent.Callable;

/** What was answered to requests with an {@code Idempotency-Key}, so that a repeated one is answered alike and does nothing. */
@FunctionalInterface
public interface Replays {
    /**
     * Does it, unless it was done. All that it does in the database is one transaction with the reply.
     *
     * @param route the route's name
     * @param key the header's value
     * @param request what was asked, body and all
     * @throws ApiException 409 while it is being done, 422 if the key came with another request before
     */
    Reply once(Caller caller, String route, String key, byte[] request, Callable<Reply> work) throws Exception;
}
