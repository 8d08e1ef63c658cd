package io.chutes.platform.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The OpenAPI 3.1 document of a chute: what its manifest says of its endpoints, for tools of every language. */
public final class OpenApi {
    /** The folder of a class path where these documents lie, each as {@code <name of the chute>.json}. */
    public static final String FOLDER = Manifest.FOLDER + "openapi/";

    private static final String PROBLEM = "application/problem+json";

    private final ObjectNode document = JsonNodeFactory.instance.objectNode();
    private final OpenApiSchemas schemas = new OpenApiSchemas();

    private OpenApi() {}

    /** The document of one chute; equal manifests give equal documents. */
    public static JsonNode of(Manifest manifest) {
        return new OpenApi().describe(manifest);
    }

    /** The same as indented JSON that ends with a line feed. */
    public static String write(Manifest manifest) {
        return ManifestJson.write(of(manifest));
    }

    private JsonNode describe(Manifest manifest) {
        document.put("openapi", "3.1.0");
        // Versions are given to what is deployed, not to source.
        ObjectNode info =
                document.putObject("info").put("title", manifest.name()).put("version", "unversioned");
        if (!manifest.tagline().isEmpty()) {
            info.put("summary", manifest.tagline());
        }
        JsonNode problem = schemas.reserve("ChuteProblem", problem());
        ObjectNode paths = document.putObject("paths");
        for (EndpointSpec endpoint : manifest.endpoints()) {
            paths.withObjectProperty(endpoint.path())
                    .set(endpoint.method().toLowerCase(Locale.ROOT), operation(endpoint));
        }
        ObjectNode components = document.putObject("components");
        components.set("schemas", schemas.all());
        ObjectNode refusal = components.putObject("responses").putObject("Problem");
        content(refusal.put("description", "What went wrong (RFC 9457)"), PROBLEM, problem);
        return document;
    }

    private ObjectNode operation(EndpointSpec endpoint) {
        ObjectNode operation = JsonNodeFactory.instance.objectNode().put("operationId", endpoint.name());
        if (!endpoint.summary().isEmpty()) {
            operation.put("summary", endpoint.summary());
        }
        if (!endpoint.parameters().isEmpty()) {
            ArrayNode parameters = operation.putArray("parameters");
            endpoint.parameters().forEach(parameter -> parameters.add(parameter(parameter)));
        }
        if (endpoint.inputType() != null) {
            ObjectNode body = operation.putObject("requestBody").put("required", true);
            content(body, endpoint.inputType(), schema(endpoint.input(), endpoint.inputType()));
        }
        ObjectNode responses = operation.putObject("responses");
        answer(responses, endpoint);
        responses.putObject("4XX").put("$ref", "#/components/responses/Problem");
        responses.putObject("5XX").put("$ref", "#/components/responses/Problem");
        return operation;
    }

    private ObjectNode parameter(ParameterSpec parameter) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("name", parameter.name())
                .put("in", parameter.in().name().toLowerCase(Locale.ROOT))
                .put("required", parameter.required());
        return node.set("schema", schemas.hoist(parameter.schema()));
    }

    private void answer(ObjectNode responses, EndpointSpec endpoint) {
        String type = endpoint.outputType();
        if (endpoint.passthrough() != null) {
            ObjectNode answer =
                    responses.putObject("2XX").put("description", "What the server behind this path answers");
            content(answer, type == null ? "*/*" : type, schema(endpoint.output(), "*/*"));
        } else if (type == null) {
            responses.putObject("204").put("description", "Done");
        } else if (endpoint.stream()) {
            ObjectNode answer = responses.putObject("200").put("description", "Events, one for each value");
            content(answer, type, events(endpoint, endpoint.output()));
        } else {
            ObjectNode answer = responses.putObject("200").put("description", "The answer");
            content(answer, type, schema(endpoint.output(), type));
            if (endpoint.event() != null) {
                content(answer, "text/event-stream", events(endpoint, endpoint.event()));
            }
        }
    }

    /** OpenAPI 3.1 has no word for the items of a stream. */
    private ObjectNode events(EndpointSpec endpoint, @Nullable JsonNode data) {
        String description =
                switch (endpoint.dialectOrDefault()) {
                    case EVENTS ->
                        "Server-sent events with ids counted from 1; the data of each is JSON as x-event-data says. The last is named completed, or error with a problem as its data.";
                    case OPENAI ->
                        "Server-sent events as OpenAI's API has them; the data of each is JSON as x-event-data says. The last is [DONE], after an object with an error if the call failed.";
                };
        ObjectNode events =
                JsonNodeFactory.instance.objectNode().put("type", "string").put("description", description);
        return events.set("x-event-data", schema(data, "*/*"));
    }

    private JsonNode schema(@Nullable JsonNode schema, String mediaType) {
        if (schema != null) {
            return schemas.hoist(schema);
        }
        ObjectNode any = JsonNodeFactory.instance.objectNode();
        return mediaType.startsWith("text/") ? any.put("type", "string") : any;
    }

    private static void content(ObjectNode holder, String mediaType, JsonNode schema) {
        holder.withObjectProperty("content").putObject(mediaType).set("schema", schema);
    }

    private static ObjectNode problem() {
        ObjectNode problem = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode properties = problem.putObject("properties");
        for (String text : new String[] {"type", "title", "detail", "requestId"}) {
            properties.putObject(text).put("type", "string");
        }
        properties.putObject("status").put("type", "integer");
        ObjectNode error = properties.putObject("errors").put("type", "array").putObject("items");
        error.put("type", "object");
        ObjectNode parts = error.putObject("properties");
        for (String text : new String[] {"pointer", "rule", "message"}) {
            parts.putObject(text).put("type", "string");
        }
        problem.putArray("required")
                .add("type")
                .add("title")
                .add("status")
                .add("detail")
                .add("requestId");
        return problem;
    }
}
