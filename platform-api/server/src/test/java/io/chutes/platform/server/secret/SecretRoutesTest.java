package io.chutes.platform.server.secret;

import static io.chutes.platform.server.fleet.TestPlatform.GPU_CHUTE;
import static io.chutes.platform.server.fleet.TestPlatform.gpus;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.SecretState;
import io.chutes.platform.api.SecretValue;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestJson;
import io.chutes.platform.server.fleet.TestNode;
import io.chutes.platform.server.fleet.TestPlatform;
import io.chutes.platform.server.web.HttpCaller;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretRoutesTest {
    private static final String VALUE = "hf_7Gq0sCqkP2xVdT9wLz";

    private final TestPlatform platform = new TestPlatform();

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void setsReplacesListsAndDeletes() {
        assertThat(put("HF_TOKEN", VALUE).statusCode()).isEqualTo(201);
        assertThat(put("HF_TOKEN", "another").statusCode()).isEqualTo(200);
        assertThat(put("HF_TOKEN?chute=hello", VALUE).statusCode()).isEqualTo(201);

        JsonNode all = HttpCaller.json(get("/v1/secrets"));
        assertThat(all.path("items")).hasSize(2);
        assertThat(all.at("/items/0/chute").isNull()).isTrue();
        assertThat(all.at("/items/1/chute").textValue()).isEqualTo("hello");
        assertThat(all.at("/items/0/name").textValue()).isEqualTo("HF_TOKEN");
        assertThat(TestPlatform.read(get("/v1/secrets/HF_TOKEN"), SecretState.class)
                        .chute())
                .isNull();

        assertThat(delete("HF_TOKEN").statusCode()).isEqualTo(204);
        assertThat(delete("HF_TOKEN").statusCode()).isEqualTo(404);
        assertThat(get("/v1/secrets/HF_TOKEN?chute=hello").statusCode()).isEqualTo(200);
    }

    @Test
    void keepsAccountsApart() {
        put("HF_TOKEN", VALUE);

        var bobs = platform.http.get("/v1/secrets", TestPlatform.bearer(platform.bobsKey));

        assertThat(HttpCaller.json(bobs).path("items")).isEmpty();
        assertThat(platform.http
                        .get("/v1/secrets/HF_TOKEN", TestPlatform.bearer(platform.bobsKey))
                        .statusCode())
                .isEqualTo(404);
        assertThat(platform.http.get("/v1/secrets").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hf_token", "1A", "CHUTES_KEY", "PATH", "A-B", "HF_TOKEN?chute=Hello", "HF_TOKEN?chute="})
    void refusesOtherNames(String name) {
        assertThat(put(name, VALUE).statusCode()).isEqualTo(422);
    }

    @Test
    void refusesOtherValuesWithoutRepeatingThem() {
        List<String> bodies = List.of(
                "{\"value\":\"\"}",
                "{\"value\":\"" + VALUE + "\\u0000\"}",
                "{\"value\":\"" + VALUE.repeat(1000) + "\"}",
                "{\"value\":[\"" + VALUE + "\"]}",
                "{\"value\":" + VALUE + "}",
                "{\"" + VALUE + "\":\"\"}",
                "{\"value\":null}",
                VALUE);

        for (String body : bodies) {
            HttpResponse<String> answer = send("PUT", "/v1/secrets/HF_TOKEN", body);

            assertThat(answer.statusCode()).as(body).isEqualTo(422);
            assertThat(answer.body()).doesNotContain(VALUE);
        }
        assertThat(HttpCaller.json(get("/v1/secrets")).path("items")).isEmpty();
    }

    @Test
    void hasAnEndOfSecretsForAChuteAndPagesOfThem() {
        for (int i = 0; i < Secrets.MOST; i++) {
            assertThat(put("S" + i, VALUE).statusCode()).isEqualTo(201);
        }

        assertThat(put("ONE_MORE", VALUE).statusCode()).isEqualTo(422);
        assertThat(put("S0", "another").statusCode()).isEqualTo(200);
        assertThat(put("ONE_MORE?chute=hello", VALUE).statusCode()).isEqualTo(201);
        JsonNode first = HttpCaller.json(get("/v1/secrets"));
        JsonNode second =
                HttpCaller.json(get("/v1/secrets?cursor=" + first.path("next").textValue()));
        assertThat(first.path("items")).hasSize(50);
        assertThat(second.path("items")).hasSize(15);
        assertThat(get("/v1/secrets?cursor=x").statusCode()).isEqualTo(422);
    }

    @Test
    void refusesADeploymentWhoseSecretIsMissingAndNamesIt() {
        String image = platform.push(1, ManifestJson.write(asking("HF_TOKEN", "OTHER")));
        put("OTHER", VALUE);

        HttpResponse<String> refused = platform.deploy(image);

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(HttpCaller.json(refused).at("/errors/0/pointer").textValue()).isEqualTo("/secrets/0");
        assertThat(HttpCaller.json(refused).path("detail").textValue())
                .contains("HF_TOKEN", "PUT /v1/secrets/HF_TOKEN");
        put("HF_TOKEN?chute=hello", VALUE);
        assertThat(platform.deploy(image).statusCode()).isEqualTo(201);
    }

    @Test
    void givesAnInstanceItsSecretsUntilItHasItsProcess() {
        put("HF_TOKEN", "for all");
        put("HF_TOKEN?chute=hello", VALUE);
        put("UNASKED", "unasked");
        TestNode node = platform.node("one");
        node.sync();
        platform.deploy(1, asking("HF_TOKEN"));
        platform.settle();

        var placed = node.only();
        var pulling = node.sees(placed.id(), InstanceStatus.PULLING).only();
        var ready = node.seesReady(placed.id()).only();

        assertThat(placed.environment()).isEqualTo(Map.of("HF_TOKEN", VALUE));
        assertThat(pulling.environment()).isEqualTo(placed.environment());
        assertThat(ready.environment()).isEmpty();
        assertThat(placed.toString()).doesNotContain(VALUE);
        assertThat(platform.node("two").sync().instances()).isEmpty();
    }

    @Test
    void letsTheSecretsOfAChuteDieWithIt() {
        put("HF_TOKEN?chute=hello", VALUE);
        put("HF_TOKEN?chute=world", VALUE);
        TestNode node = platform.node("one");
        node.sync();
        platform.deploy(1, asking("HF_TOKEN"));
        platform.settle();

        platform.delete(GPU_CHUTE);
        put("HF_TOKEN?chute=hello", "of the next");

        assertThat(node.only().environment())
                .as("the deleted chute is not given what the next one of its name has")
                .isEmpty();
        platform.delete(GPU_CHUTE);
        delete("HF_TOKEN?chute=hello");
        HttpResponse<String> again = platform.deploy(platform.push(2, ManifestJson.write(asking("HF_TOKEN"))));
        assertThat(again.statusCode()).isEqualTo(422);
        assertThat(get("/v1/secrets/HF_TOKEN?chute=world").statusCode()).isEqualTo(200);
    }

    @Test
    void forgetsTheSecretOfADeletedChuteEvenIfItIsMadeAgain() {
        put("HF_TOKEN?chute=hello", VALUE);
        String image = platform.push(1, ManifestJson.write(asking("HF_TOKEN")));
        platform.deploy(image);

        platform.delete(GPU_CHUTE);

        assertThat(get("/v1/secrets/HF_TOKEN?chute=hello").statusCode()).isEqualTo(404);
        assertThat(platform.deploy(image).statusCode()).isEqualTo(422);
    }

    @Test
    void isInNoAnswerNoLogAndNoTable() {
        var log = new ByteArrayOutputStream();
        PrintStream err = System.err;
        PrintStream out = System.out;
        var answers = new ArrayList<String>();
        try (var tee = new PrintStream(log, true, StandardCharsets.UTF_8)) {
            System.setErr(tee);
            System.setOut(tee);
            answers.add(put("HF_TOKEN", VALUE).body());
            answers.add(put("HF_TOKEN?chute=hello", VALUE).body());
            answers.add(put("hf_token", VALUE).body());
            answers.add(get("/v1/secrets").body());
            answers.add(get("/v1/secrets/HF_TOKEN").body());
            TestNode node = platform.node("one");
            node.sync();
            answers.add(TestPlatform.json(platform.deploy(1, asking("HF_TOKEN"))));
            platform.settle();
            assertThat(node.only().environment()).containsValue(VALUE);
            platform.database.jdbi().useHandle(handle -> handle.execute("update secret set sealed = wrapped_key"));
            assertThat(node.only().environment()).isEmpty();
            answers.add(get("/v1/chutes/hello").body());
        } finally {
            System.setErr(err);
            System.setOut(out);
        }

        assertThat(answers).noneMatch(answer -> answer.contains(VALUE));
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("A secret is kept back")
                .doesNotContain(VALUE);
        String dump = dump();
        assertThat(dump).contains("HF_TOKEN").contains("alice");
        assertThat(dump)
                .doesNotContain(VALUE)
                .doesNotContain(HexFormat.of().formatHex(VALUE.getBytes(StandardCharsets.UTF_8)));
    }

    /** Every row of every table, as PostgreSQL writes it. */
    private String dump() {
        return platform.database.jdbi().withHandle(handle -> {
            var text = new StringBuilder();
            for (String table : handle.createQuery(
                            "select quote_ident(table_name) from information_schema.tables where table_schema = 'public'")
                    .mapTo(String.class)
                    .list()) {
                handle.createQuery("select t::text from " + table + " t")
                        .mapTo(String.class)
                        .forEach(row -> text.append(row).append('\n'));
            }
            return text.toString();
        });
    }

    private static Manifest asking(String... secrets) {
        Manifest plain = TestPlatform.manifest(GPU_CHUTE, gpus(1));
        return new Manifest(
                plain.schema(),
                plain.name(),
                plain.chuteClass(),
                plain.routesClass(),
                plain.tagline(),
                plain.readme(),
                plain.hardware(),
                plain.scaling(),
                plain.timeouts(),
                plain.image(),
                plain.endpoints(),
                plain.engines(),
                plain.jobs(),
                plain.weights(),
                List.of(secrets),
                plain.sdkVersion());
    }

    private HttpResponse<String> put(String name, String value) {
        return send("PUT", "/v1/secrets/" + name, TestPlatform.json(new SecretValue(value)));
    }

    private HttpResponse<String> delete(String name) {
        return send("DELETE", "/v1/secrets/" + name, "");
    }

    private HttpResponse<String> send(String method, String path, String body) {
        return platform.http.send(
                platform.http.request(path, platform.authorization()).method(method, BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> get(String path) {
        return platform.http.get(path, platform.authorization());
    }
}
