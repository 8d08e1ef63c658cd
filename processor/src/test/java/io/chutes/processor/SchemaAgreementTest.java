package io.chutes.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * What a generated schema accepts, by a validator that others publish, is what the runtime reads; what it rejects, the runtime
 * rejects. Over {@code good/Kinds.java}, which has a value of every kind.
 */
class SchemaAgreementTest {
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final SchemaValidatorsConfig FORMATS =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    private static final Map<String, String> EXAMPLES = Map.of(
            "shape", """
            {"type": "Mesh", "parts": [{"type": "Circle", "radius": 1.5}, {"type": "Square", "side": 3}], "hull": null}""", "shapes", """
            {"page": {"items": [{"type": "Square", "side": 3}], "first": null, "next": {"items": [], "first": {"type": "Circle", "radius": 2}}}}""", "texts", """
            {"label": "l", "code": "abc", "both": "a-1 b", "mail": "me@example.com", "digit": "a1"}""", "numbers", """
            {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5.5, "f": 6.5, "g": -7, "h": 8.25, "accepted": true}""", "formats", """
            {"id": "0b9f8a3e-6c1d-4c57-9f0e-1f2a3b4c5d6e", "link": "http://example.com/", "at": "2026-01-31T12:00:00Z",
             "day": "2026-01-31", "length": "PT5M", "data": "AQID"}""", "nulls", """
            {"text": null, "number": 1, "maybe": 2, "volumes": ["LOUD", null], "names": {"a": "b", "c": null}, "shape": null}""", "many", """
            {"words": ["a"], "counts": {"a": 1}, "vector": [0.5], "grid": [[1], []], "lines": ["x"], "nulls": [],
             "texts": {"items": ["a"], "first": null, "next": null}, "pages": {"items": [], "first": null, "next": null}}""");

    private static final ServedFixture KINDS = serve();

    private static ServedFixture serve() {
        return ServedFixture.start(
                Fixtures.compile(Fixtures.FOLDER.resolve("good/Kinds.java")), "good.KindsRoutes", "kinds");
    }

    @AfterContainer
    static void stop() {
        KINDS.close();
    }

    @Example
    void everySchemaIsOne() {
        JsonSchema metaSchema = FACTORY.getSchema(SchemaLocation.of(SchemaId.V202012));

        for (String endpoint : EXAMPLES.keySet()) {
            assertThat(metaSchema.validate(KINDS.input(endpoint))).as(endpoint).isEmpty();
        }
    }

    @Example
    void readsTheExamples() {
        EXAMPLES.forEach((endpoint, example) -> {
            var answer = KINDS.post(endpoint, example);
            assertThat(answer.statusCode()).as(endpoint + " " + answer.body()).isEqualTo(200);
        });
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void acceptsAndRejectsAlike(@ForAll("bodies") Body body) {
        JsonSchema schema = FACTORY.getSchema(KINDS.input(body.endpoint), FORMATS);

        boolean valid = schema.validate(body.json).isEmpty();
        var answer = KINDS.post(body.endpoint, body.json.toString());

        assertThat(answer.statusCode())
                .as("%s of %s: %s", body.json, body.endpoint, answer.body())
                .isIn(valid ? List.of(200) : List.of(400, 422));
    }

    @Provide
    static Arbitrary<Body> bodies() {
        return Arbitraries.of(EXAMPLES.keySet())
                .flatMap(endpoint ->
                        Documents.near(EXAMPLES.getOrDefault(endpoint, "{}")).map(json -> new Body(endpoint, json)));
    }

    /** A body for an endpoint. */
    private record Body(String endpoint, JsonNode json) {}
}
