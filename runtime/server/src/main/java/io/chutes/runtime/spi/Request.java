package io.chutes.runtime.spi;

import io.chutes.annotation.Call;

/** The request that an endpoint answers. */
public interface Request extends Call {
    /**
     * The JSON body as a record. Where it cannot be read, the call ends with 400 (not JSON) or 422 (JSON of another shape),
     * and the caller learns which part is wrong.
     */
    <T> T body(Class<T> type);
}
