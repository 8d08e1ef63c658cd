package io.chutes.platform.server.gateway;

import io.chutes.platform.server.access.Principal;
import io.javalin.http.Context;

/**
 * A call as it came.
 *
 * @param caller who calls
 * @param address what chute
 * @param path of its endpoint, as it was written
 * @param prompt what the prompt begins with, if it has one
 * @param dialect how failures are told
 */
record ChuteCall(
        Context context,
        Principal caller,
        ChuteAddress address,
        String path,
        CallBody body,
        Prefix prompt,
        Dialect dialect) {}
