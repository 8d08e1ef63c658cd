package io.chutes.platform.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The first format of manifests, which knew one kind of answer for each endpoint and no settings beside the hardware. */
final class SchemaOne {
    private SchemaOne() {}

    static boolean isIn(JsonNode document) {
        return document.path("schema").isInt() && document.path("schema").intValue() == 1;
    }

    /** The same chute in the format of today. What it could not say is what a chute gets that says nothing. */
    static JsonNode upgraded(JsonNode document, ObjectMapper mapper) {
        ObjectNode manifest = document.deepCopy();
        manifest.put("schema", Manifest.SCHEMA).put("readme", "");
        manifest.set("scaling", mapper.valueToTree(ScalingSpec.DEFAULT));
        manifest.set("timeouts", mapper.valueToTree(TimeoutsSpec.DEFAULT));
        for (String list : List.of("jobs", "weights", "secrets")) {
            manifest.putArray(list);
        }
        if (manifest.get("image") instanceof ObjectNode image) {
            ObjectNode defaults = mapper.valueToTree(ImageSpec.DEFAULT);
            manifest.set("image", defaults.setAll(image));
        }
        for (JsonNode endpoint : manifest.path("endpoints")) {
            if (endpoint instanceof ObjectNode object) {
                upgradeEndpoint(object);
            }
        }
        return manifest;
    }

    private static void upgradeEndpoint(ObjectNode endpoint) {
        JsonNode contentType = endpoint.remove("contentType");
        endpoint.set("outputType", contentType);
        endpoint.put("stream", contentType != null && "text/event-stream".equals(contentType.textValue()))
                .put("inputType", endpoint.path("input").isObject() ? "application/json" : null)
                .put("visibility", Visibility.PUBLIC.name())
                .put(
                        "idempotent",
                        RequestMethods.isIdempotent(endpoint.path("method").asText()))
                .putNull("batch")
                .putNull("passthrough");
        endpoint.putArray("parameters");
    }
}
