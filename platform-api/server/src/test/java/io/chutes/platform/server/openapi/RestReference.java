package io.chutes.platform.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** {@code docs/reference/rest.md}, made from the OpenAPI document of a platform. */
final class RestReference {
    private static final Path PAGE = Path.of("../../docs/reference/rest.md");
    /** Pages and maps of others, and what has a second name where it may be absent. */
    private static final Pattern SAID_WHERE_IT_IS = Pattern.compile("Page_.*|Map_.*|.*-nullable");

    private static final boolean WRITE = "write".equals(System.getProperty("docs"));

    private final JsonNode document;

    RestReference(JsonNode document) {
        this.document = document;
    }

    /** Fails unless the page is what the document makes it; with {@code -Ddocs=write} it becomes it. */
    void check() throws IOException {
        String text = text();
        if (WRITE) {
            Files.writeString(PAGE, text);
        }
        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as(
                        "docs/reference/rest.md is made from the routes, which have changed: mvn -pl samples -am test "
                                + "-Dtest=*ReferenceTest,OpenApiRoutesTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs=write")
                .isEqualTo(text);
    }

    private String text() {
        var page = new StringBuilder("""
                # REST

                The routes of the platform, made from the OpenAPI document that it serves at `/openapi.json`. A body is JSON, a failure a
                [problem](problems.md). A route *needs* a key with that scope in `Authorization: Bearer ck_…`, or none. What is paged takes `limit` and
                `cursor`, and answers `items` and `next`.

                """);
        sections().forEach((name, routes) -> {
            page.append("## ")
                    .append(name)
                    .append("\n\n| route | | needs | takes | answers |\n|---|---|---|---|---|\n");
            routes.forEach(page::append);
            page.append('\n');
        });
        page.append("## Bodies\n\n");
        document.at("/components/schemas").properties().stream()
                .filter(schema -> !SAID_WHERE_IT_IS.matcher(schema.getKey()).matches())
                .forEach(schema -> page.append(schema(schema.getKey(), schema.getValue())));
        return page.toString();
    }

    private Map<String, List<String>> sections() {
        Map<String, List<String>> sections = new TreeMap<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    List<String> segments = List.of(path.getKey().split("/", -1));
                    String section = segments.get(segments.size() > 2 ? 2 : 1);
                    sections.computeIfAbsent(section, _ -> new ArrayList<>())
                            .add(route(operation.getKey(), path.getKey(), operation.getValue()));
                }));
        return sections;
    }

    private static String route(String method, String path, JsonNode operation) {
        String takes = StreamSupport.stream(operation.path("parameters").spliterator(), false)
                .filter(parameter -> !parameter.path("in").asText().equals("path"))
                .map(parameter -> "`" + parameter.path("name").asText() + "`")
                .collect(Collectors.joining(", "));
        String body = type(operation.at("/requestBody/content/application~1json/schema"));
        String answers = operation.path("responses").properties().stream()
                .filter(response -> !response.getKey().equals("default"))
                .map(response -> response.getKey() + answer(response.getValue()))
                .collect(Collectors.joining(", "));
        return "| `%s %s` | %s | %s | %s | %s |%n"
                .formatted(
                        method.toUpperCase(Locale.ROOT),
                        path,
                        cell(operation.path("summary").asText()),
                        needs(operation.path("security")),
                        body.isEmpty() || takes.isEmpty() ? body + takes : body + ", " + takes,
                        answers);
    }

    private static String needs(JsonNode security) {
        return StreamSupport.stream(security.spliterator(), false)
                .flatMap(scheme -> scheme.properties().stream())
                .map(scheme -> {
                    String scope = scheme.getValue().path(0).asText("");
                    String anybody = scheme.getKey().equals("key") ? "any key" : "a " + scheme.getKey();
                    return scope.isEmpty() ? anybody : "`" + scope + "`";
                })
                .distinct()
                .collect(Collectors.joining(" or "));
    }

    private static String answer(JsonNode response) {
        return response.path("content").properties().stream()
                .map(content -> {
                    String type = type(content.getValue().path("schema"));
                    return " " + (type.isEmpty() ? "`" + content.getKey() + "`" : type);
                })
                .collect(Collectors.joining());
    }

    private static String schema(String name, JsonNode schema) {
        if (schema.has("enum")) {
            return "### %s%n%n%s%n%n".formatted(name, values(schema));
        }
        List<String> required = StreamSupport.stream(schema.path("required").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        String rows = schema.path("properties").properties().stream()
                .map(property -> "| `%s` | %s | %s |%n"
                        .formatted(
                                property.getKey(),
                                type(property.getValue()),
                                required.contains(property.getKey()) ? "" : "may be absent"))
                .collect(Collectors.joining());
        return rows.isEmpty()
                ? "### %s%n%n%s%n%n".formatted(name, type(schema))
                : "### %s%n%n| | | |%n|---|---|---|%n%s%n".formatted(name, rows);
    }

    /** A type in a word; empty for none. */
    private static String type(JsonNode schema) {
        if (schema.isMissingNode() || schema.isEmpty()) {
            return "";
        }
        if (schema.has("$ref")) {
            String reference = schema.path("$ref").asText();
            return named(reference.substring(reference.lastIndexOf('/') + 1));
        }
        for (String choice : List.of("anyOf", "oneOf", "allOf")) {
            if (schema.has(choice)) {
                return StreamSupport.stream(schema.path(choice).spliterator(), false)
                        .map(RestReference::type)
                        .filter(type -> !type.isEmpty() && !type.equals("null"))
                        .collect(Collectors.joining(" or "));
            }
        }
        if (schema.has("enum")) {
            return values(schema);
        }
        JsonNode type = schema.path("type");
        String word = type.isArray()
                ? StreamSupport.stream(type.spliterator(), false)
                        .map(JsonNode::asText)
                        .filter(one -> !one.equals("null"))
                        .collect(Collectors.joining(" or "))
                : type.asText("any");
        return switch (word) {
            case "array" -> "list of " + type(schema.path("items"));
            case "object" ->
                schema.path("additionalProperties").isObject()
                        ? "map to " + type(schema.path("additionalProperties"))
                        : "object";
            default -> schema.has("format") ? schema.path("format").asText() : word;
        };
    }

    private static String named(String name) {
        if (name.startsWith("Page_")) {
            return "page of " + named(name.substring("Page_".length(), name.length() - 1));
        } else if (name.startsWith("Map_")) {
            return "map";
        }
        String bare = name.replace("-nullable", "");
        return "[%s](#%s)".formatted(bare, bare.toLowerCase(Locale.ROOT));
    }

    private static String values(JsonNode schema) {
        return StreamSupport.stream(schema.path("enum").spliterator(), false)
                .filter(value -> !value.isNull())
                .map(value -> "`" + value.asText() + "`")
                .collect(Collectors.joining(", "));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
