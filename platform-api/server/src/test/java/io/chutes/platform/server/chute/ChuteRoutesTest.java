package io.chutes.platform.server.chute;

import static io.chutes.platform.server.fleet.TestPlatform.GPU_CHUTE;
import static io.chutes.platform.server.fleet.TestPlatform.gpus;
import static io.chutes.platform.server.fleet.TestPlatform.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.api.ChuteState;
import io.chutes.platform.api.Deployment;
import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestJson;
import io.chutes.platform.server.fleet.TestPlatform;
import io.chutes.platform.server.web.HttpCaller;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ChuteRoutesTest {
    private final TestPlatform platform = new TestPlatform();

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void countsVersionsAndDeploysADigestOnce() {
        String first = platform.push(1, ManifestJson.write(manifest(GPU_CHUTE, gpus(1))));
        String second = platform.push(2, ManifestJson.write(manifest(GPU_CHUTE, gpus(2))));

        HttpResponse<String> created = platform.deploy(first);
        HttpResponse<String> repeated = platform.deploy(first);
        HttpResponse<String> next = platform.deploy(second);

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(repeated.statusCode()).isEqualTo(200);
        assertThat(next.statusCode()).isEqualTo(201);
        assertThat(TestPlatform.read(repeated, ChuteState.class).version()).isEqualTo(1);
        ChuteState state = TestPlatform.read(next, ChuteState.class);
        assertThat(state.version()).isEqualTo(2);
        assertThat(state.image()).isEqualTo(second);
        assertThat(state.path()).isEqualTo("/c/alice/hello");
    }

    @Test
    void refusesAnImageWithoutALabelAndNamesIt() {
        String absent = "alice/images@sha256:" + "f".repeat(64);

        HttpResponse<String> answer = platform.deploy(absent);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(HttpCaller.json(answer).path("detail").asText())
                .contains(absent)
                .contains(Manifest.IMAGE_LABEL);
        assertThat(HttpCaller.json(answer).path("requestId").asText()).isNotEmpty();
    }

    @Test
    void refusesAManifestThatCannotBeReadOrBreaksRules() {
        String broken = platform.push(1, "{\"schema\": 1");
        String greedy = platform.push(2, ManifestJson.write(manifest(GPU_CHUTE, new Hardware.Cpu(0, 2))));

        String unstorable = platform.push(
                3, ManifestJson.write(manifest(GPU_CHUTE, gpus(1))).replace("\"hello\"", "\"hello\\u0000\""));

        assertThat(platform.deploy(broken).statusCode()).isEqualTo(422);
        assertThat(platform.deploy(unstorable).body()).contains("'/name' holds the character U+0000");
        HttpResponse<String> answer = platform.deploy(greedy);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(HttpCaller.json(answer).at("/errors/0/pointer").asText()).isEqualTo("/hardware/cores");
    }

    @Test
    void refusesAnImageOfAnotherAccountAndOneWithoutADigest() {
        String image = platform.push(1, ManifestJson.write(manifest(GPU_CHUTE, gpus(1))));

        HttpResponse<String> bobs = platform.http.post(
                "/v1/chutes", TestPlatform.json(new Deployment(image)), TestPlatform.bearer(platform.bobsKey));

        assertThat(bobs.statusCode()).isEqualTo(403);
        assertThat(platform.deploy("alice/images:latest").statusCode()).isEqualTo(422);
    }

    @Test
    void listsByNamePageByPage() {
        for (int i = 0; i < 51; i++) {
            platform.deploy(i, manifest("chute-%02d".formatted(i), gpus(1)));
        }

        var first = HttpCaller.json(platform.http.get("/v1/chutes", platform.authorization()));
        var second = HttpCaller.json(
                platform.http.get("/v1/chutes?cursor=" + first.path("next").asText(), platform.authorization()));

        assertThat(first.path("items")).hasSize(50);
        assertThat(second.at("/items/0/name").asText()).isEqualTo("chute-50");
        assertThat(second.path("items")).hasSize(1);
        assertThat(second.path("next").isNull()).isTrue();
    }

    @Test
    void deletesOnceAndStartsAnewWithVersionOne() {
        platform.deploy(1, manifest(GPU_CHUTE, gpus(1)));

        assertThat(platform.delete(GPU_CHUTE).statusCode()).isEqualTo(204);
        assertThat(platform.delete(GPU_CHUTE).statusCode()).isEqualTo(404);
        assertThat(platform.http
                        .get("/v1/chutes/hello", platform.authorization())
                        .statusCode())
                .isEqualTo(404);
        assertThat(platform.deploy(2, manifest(GPU_CHUTE, gpus(1))).version()).isEqualTo(1);
    }

    @Test
    void cannotChangeAVersion() {
        platform.deploy(1, manifest(GPU_CHUTE, gpus(1)));

        assertThatThrownBy(() -> platform.database
                        .jdbi()
                        .useHandle(handle -> handle.execute("update chute_version set image = 'other'")))
                .hasMessageContaining("immutable");
    }

    @Test
    void asksWhoCalls() {
        assertThat(platform.http.get("/v1/chutes").statusCode()).isEqualTo(401);
    }
}
