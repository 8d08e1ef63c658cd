package io.chutes.annotation;

/** The request methods that an {@link Endpoint} may answer. */
public enum HttpMethod {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE
}
