package io.chutes.testing;

/** What a user would annotate. */
class Doubler {
    int calls;

    Doubled twice(Amount amount) {
        calls++;
        return new Doubled(2 * amount.value(), calls);
    }

    record Amount(int value) {}

    record Doubled(int value, int calls) {}
}
