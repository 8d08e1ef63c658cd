package io.chutes.benchmark;

import io.chutes.annotation.Upload;
import io.chutes.runtime.spi.Request;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request whose body has been read and which has nothing else. */
record ReadRequest(Object read) implements Request {
    @Override
    public <T> T body(Class<T> type) {
        return type.cast(read);
    }

    @Override
    public String requestId() {
        return "benchmark";
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<String> caller() {
        return Optional.empty();
    }

    @Override
    public Instant deadline() {
        return Instant.MAX;
    }

    @Override
    public boolean cancelled() {
        return false;
    }

    @Override
    public <T> List<T> list(Class<T> element) {
        throw nothing();
    }

    @Override
    public <T> Map<String, T> map(Class<T> value) {
        throw nothing();
    }

    @Override
    public String text() {
        throw nothing();
    }

    @Override
    public byte[] bytes() {
        throw nothing();
    }

    @Override
    public Upload upload() {
        throw nothing();
    }

    @Override
    public <T> T path(String name, Class<T> type) {
        throw nothing();
    }

    @Override
    public <T> T query(String name, Class<T> type) {
        throw nothing();
    }

    @Override
    public <T> Optional<T> optionalQuery(String name, Class<T> type) {
        return Optional.empty();
    }

    @Override
    public <T> List<T> queries(String name, Class<T> type) {
        return List.of();
    }

    private static IllegalStateException nothing() {
        return new IllegalStateException("This request has a JSON body and nothing else");
    }
}
