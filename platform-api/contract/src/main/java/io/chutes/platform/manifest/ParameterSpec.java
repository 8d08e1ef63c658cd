package io.chutes.platform.manifest;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A parameter of an endpoint beside its body.
 *
 * @param name its name in the path or the query string
 * @param in where it stands
 * @param required whether a call without it is refused
 * @param schema JSON Schema 2020-12 of its value; an array where it may come more than once
 */
public record ParameterSpec(String name, In in, boolean required, JsonNode schema) {
    /** Where a parameter stands. */
    public enum In {
        PATH,
        QUERY
    }
}
