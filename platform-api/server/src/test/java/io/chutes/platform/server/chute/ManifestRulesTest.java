package io.chutes.platform.server.chute;

import static io.chutes.platform.server.fleet.TestPlatform.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chutes.platform.api.Problem.FieldError;
import io.chutes.platform.manifest.EndpointSpec;
import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestJson;
import io.chutes.platform.manifest.TimeoutsSpec;
import io.chutes.platform.server.fleet.TestPlatform;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ManifestRulesTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Hardware CPU = new Hardware.Cpu(1, 2);

    @ParameterizedTest
    @ValueSource(strings = {"abc", "a-b", "hello", "a1-b2-c3"})
    void acceptsWhatTheProcessorWrites(String name) {
        assertThat(ManifestRules.broken(manifest(name, CPU, endpoint("greet", "POST", "/greet/all"))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "Hello", "a--b", "-ab", "ab-", "../x"})
    void refusesNamesThatAreNoneOfAnAddress(String name) {
        assertThat(ManifestRules.broken(manifest(name, CPU)))
                .extracting(FieldError::pointer)
                .containsExactly("/name");
    }

    @Test
    void isNotOverwhelmedByLongPaths() {
        String path = "/a".repeat(100_000);

        assertThat(ManifestRules.broken(manifest("hello", CPU, endpoint("one", "GET", path))))
                .isEmpty();
        assertThat(ManifestRules.broken(manifest("hello", CPU, endpoint("one", "GET", path + "/"))))
                .extracting(FieldError::pointer)
                .containsExactly("/endpoints/0/path");
    }

    @Test
    void refusesHardwareThatWouldCostNothing() {
        assertThat(ManifestRules.broken(manifest("hello", new Hardware.Cpu(0, -1))))
                .extracting(FieldError::pointer)
                .containsExactly("/hardware/cores", "/hardware/memoryGb");
    }

    @Test
    void refusesEndpointsThatCannotBeCalled() {
        List<FieldError> broken = ManifestRules.broken(manifest(
                "hello",
                CPU,
                endpoint("one", "BREW", "/pot"),
                endpoint("two", "GET", "/_chute/live"),
                endpoint("two", "BREW", "/pot")));

        assertThat(broken)
                .extracting(FieldError::pointer)
                .containsExactly(
                        "/endpoints/0/method",
                        "/endpoints/1/path",
                        "/endpoints/2/name",
                        "/endpoints/2",
                        "/endpoints/2/method");
    }

    @Test
    void acceptsParametersInThePath() {
        assertThat(ManifestRules.broken(manifest(
                        "hello",
                        CPU,
                        endpoint("one", "GET", "/items/{item_id}/of/{owner}", "owner", "item_id"),
                        endpoint("two", "GET", "/items/all/of/{owner}", "owner"))))
                .isEmpty();
    }

    @Test
    void refusesPathsThatDifferInTheNamesOfTheirParametersAlone() {
        assertThat(ManifestRules.broken(manifest(
                        "hello",
                        CPU,
                        endpoint("one", "GET", "/items/{id}", "id"),
                        endpoint("two", "GET", "/items/{name}", "name"))))
                .extracting(FieldError::message)
                .containsExactly("two endpoints take GET /items/{name}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/tagline                 | \"%s\"           | tagline must be at most 1024 characters, got 1025",
                "/readme                  | \"../README.md\" | readme must be a path from the project's folder",
                "/scaling/concurrency     | 257              | scaling.concurrency must be 1 to 256, got 257",
                "/scaling/maxQueue        | -1               | scaling.maxQueue must be 0 to 10000, got -1",
                "/scaling/minInstances    | 2                | at most maxInstances, 1, got 2",
                "/scaling/maxInstances    | 0                | scaling.maxInstances must be 1 to 100, got 0",
                "/scaling/target          | 0                | scaling.target must be above 0 and at most 1, got 0.0",
                "/scaling/target          | \"NaN\"          | scaling.target must be above 0 and at most 1, got NaN",
                "/scaling/idleShutdown    | \"P8D\"          | scaling.idleShutdown must be 1m to 7d, got 8d",
                "/scaling/idleShutdown    | \"PT59S\"        | scaling.idleShutdown must be 1m to 7d, got 59s",
                "/timeouts/startup        | \"PT0.5S\"       | timeouts.startup must be 1s to 2h, got 500ms",
                "/timeouts/firstByte      | \"PT2H\"         | timeouts.firstByte must be 100ms to 1h, got 2h",
                "/timeouts/idle           | \"PT31M\"        | timeouts.idle must be at most total, 30m, got 31m",
                "/timeouts/total          | \"PT25H\"        | timeouts.total must be 100ms to 24h, got 25h",
                "/hardware/maxHourlyPrice | {\"kind\":\"gpu\",\"count\":1,\"minVramGb\":0,\"include\":[],\"exclude\":[],\"maxHourlyPrice\":\"1e1\"} | maxHourlyPrice",
                "/endpoints/1/passthrough/path | {\"port\": 9000, \"path\": \"/v1?a b#{x}\"} | passthrough.path",
                "/image/base              | \"java:25\"      | pinned by digest",
                "/image/env               | {\"PATH\": \"/\"} | not CHUTES_…, PATH, JAVA_HOME or LANG, got 'PATH'",
                "/image/env               | {\"CHUTES_PORT\": \"1\"} | got 'CHUTES_PORT'",
                "/image/files/0           | [\"a/../../b\"]  | does not lead out of it, got 'a/../../b'",
                "/image/user              | \"0\"            | image.user must be 1 to 2147483647, got '0'",
                "/image/user              | \"2147483648\"   | image.user must be 1 to 2147483647",
                "/image/user              | \"root\"         | image.user must be 1 to 2147483647, got 'root'",
                "/image/workdir           | \"/\"            | an absolute path other than /, of letters, digits, dots, hyphens and underscores, got '/'",
                "/image/workdir           | \"/app/..\"      | an absolute path other than /, of letters, digits, dots, hyphens and underscores, got '/app/..'",
                "/image/workdir           | \"/my%%app\"     | an absolute path other than /",
                "/image/base              | \"r/a b@sha256:0\" | pinned by digest",
                "/image/jvmOptions/0      | [\"Main\"]       | has 'Main', which would be taken for the main class",
                "/secrets/0               | [\"hf_token\"]   | a letter first and not CHUTES_…, PATH, JAVA_HOME or LANG, got 'hf_token'",
                "/secrets/0               | [\"PATH\"]       | secrets[0] must be at most 64 upper-case letters, digits and underscores",
                "/endpoints/0/idempotent  | false            | every GET is idempotent",
                "/endpoints/0/inputType   | \"text/plain\"   | a GET takes no body",
                "/endpoints/0/parameters  | []               | path /items/{id} has the parameters [id], got []",
                "/endpoints/1/batch/maxSize | {\"maxSize\": 2, \"maxWait\": \"PT0S\"} | at most scaling.concurrency, 1, got 2",
                "/endpoints/1/batch/maxWait | {\"maxSize\": 2, \"maxWait\": \"PT11S\"} | must be 0s to 10s, got 11s",
                "/endpoints/1/passthrough/port | {\"port\": 8000, \"path\": \"/\"} | port 8000 is the chute's own",
                "/endpoints/1/passthrough/port | {\"port\": 80, \"path\": \"/\"} | must be 1024 to 65535, got 80",
                "/engines/0/port | [{\"name\": \"vllm\", \"port\": 8000, \"health\": \"/\", \"startup\": \"PT5M\", \"restarts\": 3, \"window\": \"PT10M\"}] | port 8000 is the chute's own",
                "/engines/0/port | [{\"name\": \"vllm\", \"port\": 80, \"health\": \"/\", \"startup\": \"PT5M\", \"restarts\": 3, \"window\": \"PT10M\"}] | must be 1024 to 65535, got 80",
                "/engines/0/health | [{\"name\": \"vllm\", \"port\": 9000, \"health\": \"/h?a\", \"startup\": \"PT5M\", \"restarts\": 3, \"window\": \"PT10M\"}] | begins with a slash and has no query, got '/h?a'",
                "/engines/0/startup | [{\"name\": \"vllm\", \"port\": 9000, \"health\": \"/\", \"startup\": \"PT1H\", \"restarts\": 3, \"window\": \"PT10M\"}] | at most timeouts.startup, 10m, got 1h",
                "/engines/0/restarts | [{\"name\": \"vllm\", \"port\": 9000, \"health\": \"/\", \"startup\": \"PT5M\", \"restarts\": 101, \"window\": \"PT10M\"}] | engines[0].restarts must be 0 to 100, got 101",
                "/engines/0/window | [{\"name\": \"vllm\", \"port\": 9000, \"health\": \"/\", \"startup\": \"PT5M\", \"restarts\": 3, \"window\": \"PT1S\"}] | engines[0].window must be 1m to 24h, got 1s",
                "/engines/1/port | [{\"name\": \"vllm\", \"port\": 9000, \"health\": \"/\", \"startup\": \"PT5M\", \"restarts\": 3, \"window\": \"PT10M\"}, {\"name\": \"two\", \"port\": 9000, \"health\": \"/\", \"startup\": \"PT5M\", \"restarts\": 3, \"window\": \"PT10M\"}] | two engines have the port 9000",
                "/endpoints/1/passthrough/path | {\"port\": 9000, \"path\": \"v1\"} | must begin with a slash and have no query, got 'v1'",
                "/weights/0/field | [{\"field\": \"../x\", \"repo\": \"hf://a/b\", \"revision\": \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", \"include\": [], \"exclude\": []}] | weights[0].field must be the name of a Java field, got '../x'",
                "/weights/0/repo | [{\"field\": \"m\", \"repo\": \"hf://a/../b\", \"revision\": \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", \"include\": [], \"exclude\": []}] | must be hf://owner/repository, got 'hf://a/../b'",
                "/weights/0/revision | [{\"field\": \"m\", \"repo\": \"hf://a/b\", \"revision\": \"main\", \"include\": [], \"exclude\": []}] | 40 hexadecimal digits in lower case, got 'main'",
                "/weights/0/include/0 | [{\"field\": \"m\", \"repo\": \"hf://a/b\", \"revision\": \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", \"include\": [\"/etc/*\"], \"exclude\": []}] | a pattern of paths in the repository such as *.safetensors, got '/etc/*'",
            })
    void refusesWhatNoAnnotationMaySay(String pointer, String json, String message) throws Exception {
        assertThat(ManifestRules.broken(with(pointer, json.formatted("x".repeat(1025)))))
                .anySatisfy(error -> {
                    assertThat(error.pointer()).isEqualTo(pointer);
                    assertThat(error.message()).contains(message);
                });
    }

    @Test
    void refusesJobsThatNoAnnotationMayAsk() throws Exception {
        String job =
                "{\"name\": \"%s\", \"timeout\": \"%s\", \"retries\": %d, \"resultTtl\": \"PT1H\", \"input\": null, \"output\": null}";
        String good = job.formatted("digest", "PT1H", 10);
        assertThat(ManifestRules.broken(with("/jobs", "[" + good + "]"))).isEmpty();

        assertThat(ManifestRules.broken(
                        with("/jobs", "[%s, %s, %s]".formatted(good, good, job.formatted("a/b", "PT1S", 11)))))
                .extracting(FieldError::pointer)
                .containsExactly("/jobs/1/name", "/jobs/2/name", "/jobs/2/timeout", "/jobs/2/retries");
    }

    @Test
    void refusesASecretThatTheImageSetsToo() throws Exception {
        ObjectNode manifest = (ObjectNode) MAPPER.readTree(ManifestJson.write(manifest("hello", CPU, endpoint("say"))));
        manifest.withObject("/image/env").put("HF_TOKEN", "none");
        manifest.putArray("secrets").add("API_KEY").add("HF_TOKEN");

        assertThat(ManifestRules.broken(ManifestJson.read(manifest.toString())))
                .containsExactly(new FieldError(
                        "/secrets/1",
                        "uniqueItems",
                        "secrets[1] is HF_TOKEN, which image.env sets too, to another value: remove one"));
    }

    /** Members of an endpoint that it may lack. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"dialect\": \"OPENAI\"}               | /endpoints/0/dialect",
                "{\"stream\": true, \"event\": {}}       | /endpoints/0/event",
                "{\"stream\": true, \"dialect\": \"OPENAI\"} | ",
                "{\"dialect\": \"OPENAI\", \"event\": {}}  | ",
            })
    void refusesAStreamThatContradictsItself(String members, @Nullable String pointer) throws Exception {
        ObjectNode manifest = (ObjectNode) MAPPER.readTree(ManifestJson.write(manifest("hello", CPU, endpoint("say"))));
        ((ObjectNode) manifest.at("/endpoints/0")).setAll((ObjectNode) MAPPER.readTree(members));

        assertThat(ManifestRules.broken(ManifestJson.read(manifest.toString())))
                .extracting(FieldError::pointer)
                .isEqualTo(pointer == null ? List.of() : List.of(pointer));
    }

    @Test
    void acceptsEverySettingOfScaling() throws Exception {
        for (var setting : Map.of("minInstances", "1", "maxInstances", "4", "target", "0.5", "idleShutdown", "\"PT1H\"")
                .entrySet()) {
            assertThat(ManifestRules.broken(with("/scaling/" + setting.getKey(), setting.getValue())))
                    .isEmpty();
        }
    }

    private static Manifest manifest(String name, Hardware hardware, EndpointSpec... endpoints) {
        return TestPlatform.manifest(name, hardware, TimeoutsSpec.DEFAULT, List.of(endpoints));
    }

    /** A manifest with another value; a pointer into a list or a part that is null has all of that as its value. */
    private static Manifest with(String pointer, String json) throws JsonProcessingException {
        ObjectNode manifest = (ObjectNode) MAPPER.readTree(ManifestJson.write(
                manifest("hello", CPU, endpoint("item", "GET", "/items/{id}", "id"), endpoint("say"))));
        manifest.putArray("engines"); // which is left out where there are none
        JsonNode value = MAPPER.readTree(json);
        String place = pointer;
        while (manifest.at(place).isMissingNode()
                || (value.isContainerNode()
                        && !(manifest.at(place).isContainerNode()
                                || manifest.at(place).isNull()))) {
            place = above(place);
        }
        ((ObjectNode) manifest.at(above(place))).set(place.substring(place.lastIndexOf('/') + 1), value);
        return ManifestJson.read(manifest.toString());
    }

    private static String above(String pointer) {
        return pointer.substring(0, pointer.lastIndexOf('/'));
    }
}
