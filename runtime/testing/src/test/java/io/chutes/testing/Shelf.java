package io.chutes.testing;

import io.chutes.annotation.Endpoint;
import io.chutes.annotation.HttpMethod;
import io.chutes.annotation.PathParam;
import java.util.List;
import java.util.stream.Stream;

/** Endpoints of a type that each subclass names. */
abstract class Shelf<T> {
    @Endpoint
    T first(List<T> all) {
        return all.get(0);
    }

    @Endpoint
    List<T> twice(T one) {
        return List.of(one, one);
    }

    @Endpoint
    Stream<T> each(List<T> all) {
        return all.stream();
    }

    @Endpoint
    abstract T overridden(T one);

    @Endpoint(path = "/places/{place}", method = HttpMethod.GET)
    abstract String at(@PathParam("place") String place);
}
