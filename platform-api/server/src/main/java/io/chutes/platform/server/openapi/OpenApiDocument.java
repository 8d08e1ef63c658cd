package io.chutes.platform.server.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chutes.platform.api.Problem;
import io.chutes.platform.server.access.Permission;
import io.chutes.platform.server.access.Permissions;
import io.chutes.platform.server.web.JsonText;
import io.chutes.platform.server.web.QueryParameter;
import io.chutes.platform.server.web.Route;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** OpenAPI 3.1 of routes. */
final class OpenApiDocument {
    private static final String JSON = "application/json";
    private static final Pattern PARAMETER = Pattern.compile("\\{([A-Za-z]+)}");

    private final JsonNodeFactory json = JsonNodeFactory.instance;
    private final Schemas schemas = new Schemas();
    private final ObjectNode paths = json.objectNode();
    private final Permissions permissions;

    private OpenApiDocument(Permissions permissions) {
        this.permissions = permissions;
    }

    static ObjectNode of(List<Route> routes, Permissions permissions) {
        var document = new OpenApiDocument(permissions);
        routes.stream().filter(Route::described).forEach(document::add);
        return document.whole();
    }

    private ObjectNode whole() {
        ObjectNode problem = schemas.of(Problem.class);
        ObjectNode document = json.objectNode().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Chutes platform")
                .put("version", "1")
                .put(
                        "description",
                        "Images are pushed and pulled at /v2, as OCI Distribution 1.1 describes. Chutes are called at "
                                + "/c/{account}/{chute}, as each describes itself.");
        document.set("paths", paths);
        ObjectNode components = document.putObject("components");
        components.set("schemas", schemas.definitions());
        components
                .putObject("responses")
                .putObject("Problem")
                .put("description", "What went wrong (RFC 9457)")
                .putObject("content")
                .putObject(Problem.MEDIA_TYPE)
                .set("schema", problem);
        ObjectNode schemes = components.putObject("securitySchemes");
        schemes.putObject("key").put("type", "http").put("scheme", "bearer").put("description", "An API key, ck_…");
        schemes.putObject("node")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "The credential of a node");
        return document;
    }

    private void add(Route route) {
        String method = route.methods().iterator().next().name().toLowerCase(Locale.ROOT);
        ObjectNode operation = paths.withObjectProperty(path(route))
                .putObject(method)
                .put("operationId", route.operation())
                .put("summary", route.summary());
        secure(operation, permissions.of(route.name()).orElseThrow());
        parameters(operation.putArray("parameters"), route);
        if (route.request() != null) {
            operation
                    .putObject("requestBody")
                    .put("required", route.request() != JsonText.class)
                    .putObject("content")
                    .putObject(JSON)
                    .set("schema", schemas.of(route.request()));
        }
        ObjectNode responses = operation.putObject("responses");
        route.statuses().forEach(status -> respond(responses.putObject(Integer.toString(status)), route));
        responses.putObject("default").put("$ref", "#/components/responses/Problem");
    }

    /** What Javalin writes as {@code <name>}, a parameter with slashes, OpenAPI cannot tell from others. */
    private static String path(Route route) {
        return route.path().replace('<', '{').replace('>', '}');
    }

    private void secure(ObjectNode operation, Permission permission) {
        ArrayNode security = operation.putArray("security");
        switch (permission) {
            case Permission.Open _ -> {}
            case Permission.AnyKey _ -> security.addObject().putArray("key");
            case Permission.Key key -> {
                String action = key.action().name().toLowerCase(Locale.ROOT);
                String resource = key.resource().name().toLowerCase(Locale.ROOT);
                security.addObject().putArray("key").add(resource + ":" + action);
            }
            case Permission.Node _ -> security.addObject().putArray("node");
            case Permission.Registry _ -> {
                security.addObject().putArray("key");
                security.addObject().putArray("node");
            }
        }
    }

    private void parameters(ArrayNode parameters, Route route) {
        PARAMETER.matcher(path(route)).results().forEach(found -> parameter(
                        parameters, "path", found.group(1), String.class)
                .put("required", true));
        for (QueryParameter query : route.query()) {
            parameter(parameters, "query", query.name(), query.type()).put("description", query.description());
        }
        if (route.creates()) {
            parameter(parameters, "header", "Idempotency-Key", String.class)
                    .put(
                            "description",
                            "Such as a UUID: a repeated request is answered alike, and done once, for a day");
        }
        if (route.conditional()) {
            parameter(parameters, "header", "If-Match", String.class)
                    .put("description", "An ETag: 412 if it has changed since; without one, the last to write wins");
        }
    }

    private ObjectNode parameter(ArrayNode parameters, String in, String name, Class<?> type) {
        ObjectNode parameter = parameters.addObject().put("in", in).put("name", name);
        parameter.set("schema", schemas.of(type));
        return parameter;
    }

    private void respond(ObjectNode response, Route route) {
        response.put("description", route.summary());
        if (route.tag() != null) {
            response.putObject("headers").putObject("ETag").putObject("schema").put("type", "string");
        }
        ObjectNode content = json.objectNode();
        if (route.response() != null) {
            content.putObject(route.mediaType())
                    .set("schema", route.paged() ? schemas.pageOf(route.response()) : schemas.of(route.response()));
        } else if (!route.mediaType().equals(JSON)) {
            content.putObject(route.mediaType());
        }
        if (!content.isEmpty()) {
            response.set("content", content);
        }
    }
}
