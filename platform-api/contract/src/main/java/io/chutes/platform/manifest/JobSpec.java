package io.chutes.platform.manifest;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A method that runs apart from the call that starts it.
 *
 * @param name the method's name
 * @param timeout the most one attempt may take
 * @param retries how often it is tried again
 * @param resultTtl how long the result is kept
 * @param input JSON Schema 2020-12 of the body, null if it takes none
 * @param output JSON Schema 2020-12 of the result, null if there is none
 */
public record JobSpec(
        String name,
        Duration timeout,
        int retries,
        Duration resultTtl,
        @JsonSetter(nulls = Nulls.SET) @Nullable JsonNode input,
        @JsonSetter(nulls = Nulls.SET) @Nullable JsonNode output) {
    public JobSpec {
        input = EndpointSpec.absentIfNull(input);
        output = EndpointSpec.absentIfNull(output);
    }
}
