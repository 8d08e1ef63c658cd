package io.chutes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.manifest.EndpointSpec;
import io.chutes.processor.CompiledFixture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.statistics.Statistics;

/** What a published validator accepts by the schema, the decoder reads; what it rejects, the decoder rejects. */
class DecoderAgreementTest {
    private static final CompiledFixture KINDS = new CompiledFixture("Kinds");
    private static final List<Body> BODIES =
            KINDS.endpoints("kinds").stream().map(Body::of).toList();
    private static final ChuteServer SERVER = KINDS.serve("good.KindsRoutes");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @AfterContainer
    static void stop() {
        SERVER.close();
    }

    @Property(tries = 20000, shrinking = ShrinkingMode.OFF)
    void takesWhatTheSchemaAcceptsAndNothingElse(@ForAll("bodies") Body body, @ForAll Random random) {
        JsonNode document = new RandomDocuments(body.schema(), random).next();

        boolean accepted = body.validator().accepts(document);
        Optional<Object> read = body.read(document);

        assertThat(read.isPresent())
                .as("%s: %s; %s", body.name(), document, body.validator().complaints(document))
                .isEqualTo(accepted);
        Statistics.label(body.name())
                .collect(accepted ? "accepted" : "rejected")
                .coverage(coverage -> {
                    coverage.check("accepted").percentage(share -> share > 10);
                    coverage.check("rejected").percentage(share -> share > 10);
                });
    }

    /** The same of what is served, whose caller is told no more than that. */
    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void answersCallsAlike(@ForAll("bodies") Body body, @ForAll Random random) throws Exception {
        JsonNode document = new RandomDocuments(body.schema(), random).next();

        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(SERVER.port(), body.path())))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(JsonNodes.bytes(document)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode())
                .as("%s: %s; %s", body.name(), document, answer.body())
                .isEqualTo(body.validator().accepts(document) ? 200 : 422);
    }

    @Property(tries = 5000, shrinking = ShrinkingMode.OFF)
    void answersWhatTheSchemaSays(@ForAll("bodies") Body body, @ForAll Random random) {
        JsonNode document = new RandomDocuments(body.schema(), random).next();

        body.read(document).ifPresent(value -> {
            JsonNode answer = JsonNodes.read(new String(Json.bytes(value), StandardCharsets.UTF_8));
            assertThat(body.validator().complaints(answer))
                    .as(answer.toString())
                    .isEmpty();
        });
    }

    @Provide
    Arbitrary<Body> bodies() {
        return Arbitraries.of(BODIES);
    }

    /** What one endpoint takes. */
    record Body(String name, String path, JsonNode schema, PublishedValidator validator, Class<?> type) {
        static Body of(EndpointSpec endpoint) {
            JsonNode schema = Objects.requireNonNull(endpoint.input());
            String name = schema.path("$ref").asText().replace("#/$defs/", "");
            return new Body(
                    name, endpoint.path(), schema, PublishedValidator.of(schema), KINDS.load("good.Kinds$" + name));
        }

        Optional<Object> read(JsonNode document) {
            try {
                return Optional.of(Json.read(JsonNodes.bytes(document), type, schema));
            } catch (ProblemException misfit) {
                assertThat(misfit.status())
                        .as("%s: %s", misfit.getMessage(), document)
                        .isEqualTo(422);
                assertThat(misfit.errors()).isNotEmpty();
                return Optional.empty();
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
