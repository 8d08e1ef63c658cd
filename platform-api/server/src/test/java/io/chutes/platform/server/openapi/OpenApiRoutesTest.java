package io.chutes.platform.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.server.AccessConfig;
import io.chutes.platform.server.PlatformConfig;
import io.chutes.platform.server.PlatformServer;
import io.chutes.platform.server.billing.BillingConfig;
import io.chutes.platform.server.image.RegistryConfig;
import io.chutes.platform.server.secret.MasterKeys;
import io.chutes.platform.server.storage.TestDatabase;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document that the platform serves, as others read it. */
final class OpenApiRoutesTest {
    @Test
    void describesTheApiOfTheWholePlatform(@TempDir Path registry) throws Exception {
        var config = new PlatformConfig(
                TestDatabase.freshUrl(),
                "postgres",
                "postgres",
                "localhost",
                0,
                "p".repeat(32),
                MasterKeys.none(),
                new RegistryConfig.BuiltIn(registry),
                List.of(),
                true,
                BillingConfig.NONE,
                AccessConfig.EMBEDDED);
        try (var platform = PlatformServer.start(config);
                var http = HttpClient.newHttpClient()) {
            var uri = URI.create("http://localhost:" + platform.port() + "/openapi.json");
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            var parsed = new OpenAPIV3Parser().readContents(answer.body());
            assertThat(parsed.getMessages()).isEmpty();
            assertThat(parsed.getOpenAPI().getPaths()).containsKeys("/v1/chutes/{name}", "/v1/me", "/openapi.json");
            JsonNode document = PlatformJson.mapper().readTree(answer.body());
            checkSchemas(document);
            checkChutes(document);
            new RestReference(document).check();
        }
    }

    private static void checkSchemas(JsonNode document) {
        JsonNode instance = document.at("/components/schemas/InstanceState");
        assertThat(instance.at("/properties/status/$ref").asText()).isEqualTo("#/components/schemas/InstanceStatus");
        assertThat(document.at("/components/schemas/InstanceStatus/enum"))
                .hasSize(8)
                .anyMatch(name -> name.asText().equals("ready"));
        assertThat(instance.at("/properties/createdAt/format").asText()).isEqualTo("date-time");
        assertThat(instance.at("/required"))
                .anyMatch(name -> name.asText().equals("id"))
                .noneMatch(name -> name.asText().equals("gpu"));
        assertThat(document.at("/components/schemas/Balance/properties/available/type")
                        .asText())
                .isEqualTo("string");
    }

    private static void checkChutes(JsonNode document) {
        JsonNode deploy = document.at("/paths/~1v1~1chutes/post");
        assertThat(deploy.at("/operationId").asText()).isEqualTo("deploy");
        assertThat(deploy.at("/security/0/key/0").asText()).isEqualTo("chutes:write");
        assertThat(deploy.at("/parameters/0/name").asText()).isEqualTo("Idempotency-Key");
        assertThat(deploy.at("/requestBody/content/application~1json/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/Deployment");
        assertThat(deploy.at("/responses").fieldNames()).toIterable().contains("201", "200", "default");
        assertThat(document.at("/paths/~1v1~1chutes/get/parameters").findValuesAsText("name"))
                .containsExactly("limit", "cursor");
    }
}
