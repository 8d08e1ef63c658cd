package io.chutes.runtime.spi;

import io.chutes.annotation.Call;
import io.chutes.annotation.Upload;
import java.util.List;
import java.util.Optional;

/**
 * The request that an endpoint answers. Types of parameters are {@code String}, boxed numbers, {@code Boolean}, enums,
 * {@code UUID}, {@code URI}, {@code Instant}, {@code LocalDate} and {@code Duration}; a value that is none of its type ends the call with 422.
 */
public interface Request extends Call, Body {
    /** The bytes of the body as they come. */
    Upload upload();

    /** The segment of the path that stands where the endpoint's path has this name in braces. */
    <T> T path(String name, Class<T> type);

    /** A parameter of the query string that must be there once. */
    <T> T query(String name, Class<T> type);

    /** A parameter of the query string that may be there once. */
    <T> Optional<T> optionalQuery(String name, Class<T> type);

    /** A parameter of the query string that may be there any number of times. */
    <T> List<T> queries(String name, Class<T> type);
}
