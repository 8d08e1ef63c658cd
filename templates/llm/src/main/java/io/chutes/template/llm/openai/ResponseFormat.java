package io.chutes.template.llm.openai;

import java.util.Map;
import java.util.Optional;

/**
 * In which form to answer.
 *
 * @param type {@code text}, {@code json_object} or {@code json_schema}
 */
@SuppressWarnings("MemberName") // OpenAI's
public record ResponseFormat(String type, Optional<Schema> json_schema) {
    /** One of the three, with a schema where it needs one. */
    public ResponseFormat {
        if (!type.equals("text") && !type.equals("json_object") && !type.equals("json_schema")) {
            throw new IllegalArgumentException(
                    "response_format.type must be text, json_object or json_schema, got " + type);
        }
        if (type.equals("json_schema") != json_schema.isPresent()) {
            throw new IllegalArgumentException(
                    "response_format has a json_schema if its type is json_schema, and else none");
        }
    }

    /** What an answer keeps to. */
    public sealed interface Form {}

    /** Nothing. */
    public record Text() implements Form {}

    /** That it is an object of JSON. */
    public record AnyObject() implements Form {}

    /** A schema of JSON. */
    public record Kept(Schema schema) implements Form {}

    /** What it means. */
    public Form form() {
        return json_schema.<Form>map(Kept::new).orElseGet(() -> type.equals("text") ? new Text() : new AnyObject());
    }

    /**
     * A schema and its name.
     *
     * @param strict it is kept to in any case
     */
    public record Schema(
            String name, Optional<String> description, Optional<Boolean> strict, Map<String, Object> schema) {}
}
