package io.chutes.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.annotation.StreamDialect;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a manifest says of the bodies that a chute takes and gives. */
final class BodySchemas {
    private final Map<String, JsonNode> endpoints = new HashMap<>();
    private final Map<String, String> answerTypes = new HashMap<>();
    private final Map<String, StreamDialect> dialects = new HashMap<>();
    private final Map<String, JsonNode> jobs = new HashMap<>();

    static BodySchemas read(JsonNode document) {
        var schemas = new BodySchemas();
        for (JsonNode endpoint : document.path("endpoints")) {
            String route = endpoint.path("method").asText() + " "
                    + endpoint.path("path").asText();
            put(schemas.endpoints, route, endpoint.path("input"));
            if (endpoint.path("outputType").isTextual()) {
                schemas.answerTypes.put(route, endpoint.path("outputType").textValue());
            }
            if (endpoint.path("dialect").isTextual()) {
                schemas.dialects.put(
                        route, StreamDialect.valueOf(endpoint.path("dialect").textValue()));
            }
        }
        for (JsonNode job : document.path("jobs")) {
            put(schemas.jobs, job.path("name").asText(), job.path("input"));
        }
        return schemas;
    }

    private static void put(Map<String, JsonNode> schemas, String owner, JsonNode input) {
        if (input.isObject()) {
            SchemaKeywords.check(input, owner);
            schemas.put(owner, input);
        }
    }

    /** What an endpoint takes; null if the manifest does not say. */
    @Nullable JsonNode ofEndpoint(String method, String path) {
        return endpoints.get(method + " " + path);
    }

    /** The media type of an endpoint's answers; null if the manifest does not say. */
    @Nullable String answerType(String method, String path) {
        return answerTypes.get(method + " " + path);
    }

    /** How an endpoint's events are written. */
    StreamDialect dialect(String method, String path) {
        return dialects.getOrDefault(method + " " + path, StreamDialect.EVENTS);
    }

    /** What a job takes; null if the manifest does not say. */
    @Nullable JsonNode ofJob(String name) {
        return jobs.get(name);
    }
}
