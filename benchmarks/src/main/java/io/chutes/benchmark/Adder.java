package io.chutes.benchmark;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

/** A chute that does next to nothing, so that what is measured is the way to it. */
@Chute(name = "adder")
class Adder {
    record Sum(int left, int right) {}

    record Total(int total) {}

    @Endpoint
    Total add(Sum sum) {
        return new Total(sum.left() + sum.right());
    }
}
