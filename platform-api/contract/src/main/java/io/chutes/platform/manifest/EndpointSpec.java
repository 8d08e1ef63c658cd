package io.chutes.platform.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint of a chute.
 *
 * @param name the method's name, unique in its chute
 * @param method the request method, upper case
 * @param path the path, with its leading slash; a segment in braces is the path parameter of that name
 * @param summary one line for generated documents, may be empty
 * @param visibility who may call it
 * @param idempotent whether calling it twice does no more than calling it once
 * @param stream whether the answer is always server-sent events
 * @param dialect how its events are written, null for {@link StreamDialect#EVENTS} or where there are none
 * @param batch how its calls are answered together, null if each alone
 * @param passthrough the server inside the container that answers, null if the chute itself does
 * @param parameters those of path and query, sorted by place, then name
 * @param inputType media type of the body: {@code application/json}, {@code text/plain}, {@code *}{@code /*} for any bytes, or null if
 *     it takes none
 * @param input JSON Schema 2020-12 of a body in JSON, null if it takes none
 * @param outputType media type of the answer, {@code *}{@code /*} where each says its own, or null where there is none
 * @param output JSON Schema 2020-12 of an answer in JSON or, in a stream, of each event's data; null if there is none
 * @param event JSON Schema 2020-12 of each event's data, if an answer in JSON may also be a stream, as the caller asks; null if not
 */
public record EndpointSpec(
        String name,
        String method,
        String path,
        String summary,
        Visibility visibility,
        boolean idempotent,
        boolean stream,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonSetter(nulls = Nulls.SET) @Nullable StreamDialect dialect,

        @JsonSetter(nulls = Nulls.SET) @Nullable BatchSpec batch,
        @JsonSetter(nulls = Nulls.SET) @Nullable PassthroughSpec passthrough,
        List<ParameterSpec> parameters,
        @JsonSetter(nulls = Nulls.SET) @Nullable String inputType,
        @JsonSetter(nulls = Nulls.SET) @Nullable JsonNode input,
        @JsonSetter(nulls = Nulls.SET) @Nullable String outputType,
        @JsonSetter(nulls = Nulls.SET) @Nullable JsonNode output,

        @JsonInclude(JsonInclude.Include.NON_NULL) @JsonSetter(nulls = Nulls.SET) @Nullable JsonNode event) {
    public EndpointSpec {
        parameters = List.copyOf(parameters);
        input = absentIfNull(input);
        output = absentIfNull(output);
        event = absentIfNull(event);
    }

    /** Whether an answer can be server-sent events. */
    public boolean mayStream() {
        return stream || event != null;
    }

    /** How its events are written, if it has any. */
    public StreamDialect dialectOrDefault() {
        return dialect == null ? StreamDialect.EVENTS : dialect;
    }

    /** Its path, as what takes calls. */
    public PathTemplate template() {
        return new PathTemplate(path);
    }

    /** Jackson reads the {@code null} it wrote as a node of its own. */
    static @Nullable JsonNode absentIfNull(@Nullable JsonNode schema) {
        return schema == null || schema.isNull() ? null : schema;
    }
}
