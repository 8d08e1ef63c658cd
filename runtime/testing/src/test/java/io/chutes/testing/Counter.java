package io.chutes.testing;

import io.chutes.annotation.Endpoint;

/** Something to inherit an endpoint from. */
abstract class Counter {
    @Endpoint
    void reset() {}
}
