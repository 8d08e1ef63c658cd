package io.chutes.platform.server.image;

import static io.chutes.platform.server.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.SignedJWT;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.server.web.RateLimit.Rate;
import io.chutes.platform.server.web.RateLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dance of Docker's clients: a challenge, a token for a key, and the request again. */
final class TokenTest {
    private static final byte[] HELLO = "hello world".getBytes(UTF_8);
    private static final byte[] NOTHING = {};

    @TempDir
    Path folder;

    private RunningRegistry registry;

    @BeforeEach
    void start() {
        registry = new RunningRegistry(folder);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void asksForATokenAndSaysForWhat() {
        String nobody = "Bearer eyJhbGciOiJub25lIn0.e30.";

        for (var wanted : new String[][] {
            {"GET", "/v2/alice/x/manifests/latest", ",scope=\"repository:alice/x:pull\""},
            {"POST", "/v2/alice/x/blobs/uploads/", ",scope=\"repository:alice/x:pull,push\""},
            {"DELETE", "/v2/alice/x/manifests/latest", ",scope=\"repository:alice/x:delete\""},
            {"GET", "/v2/", ""},
            {"GET", "/v2/%22", ""}
        }) {
            var answer = registry.send(wanted[0], wanted[1], NOTHING, "Authorization", nobody);

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate"))
                    .contains("Bearer realm=\"http://127.0.0.1:" + registry.port() + "/v2/token\",service=\"chutes\""
                            + wanted[2]);
        }
    }

    @Test
    void tellsWhoAsksTooMuchSoInTheTermsOfItsProtocol() {
        var once = new RateLimits(Rate.UNLIMITED, new Rate(1, Duration.ofHours(1)), Rate.UNLIMITED);
        try (var strict = new RunningRegistry(folder.resolve("strict"), once)) {
            assertThat(strict.get("/v2/").statusCode()).isEqualTo(200);

            for (String path : List.of("/v2/", "/v2/alice/x/tags/list", "/v2/token?service=chutes")) {
                var refused = strict.get(path);

                assertThat(refused.statusCode()).as(path).isEqualTo(429);
                assertThat(json(refused).at("/errors/0/code").asText()).isEqualTo("TOOMANYREQUESTS");
                assertThat(Integer.parseInt(
                                refused.headers().firstValue("Retry-After").orElseThrow()))
                        .isBetween(1, 3601);
                assertThat(refused.headers().map()).doesNotContainKey("www-authenticate");
            }
        }
    }

    @Test
    void givesOfWhatIsAskedWhatTheKeyAllows() throws Exception {
        JsonNode answer = json(token(
                registry.alice(), "repository:alice/x:pull,push&scope=repository:bobby/y:pull%20registry:catalog:*"));

        var claims = SignedJWT.parse(answer.path("token").textValue()).getJWTClaimsSet();
        JsonNode access = PlatformJson.mapper().valueToTree(claims.getClaim("access"));
        assertThat(answer.path("expires_in").intValue()).isEqualTo(300);
        assertThat(answer.path("access_token")).isEqualTo(answer.path("token"));
        assertThat(claims.getSubject()).isEqualTo("alice");
        assertThat(access).hasSize(2);
        assertThat(access.at("/0/actions")).extracting(JsonNode::textValue).containsExactly("pull", "push");
        assertThat(access.at("/1/actions")).isEmpty();
    }

    @Test
    void letsATokenDoWhatItIsForAndNothingElse() throws Exception {
        String push = bearer(registry.alice(), "repository:alice/x:pull,push");
        String pull = bearer(registry.alice(), "repository:alice/x:pull");
        String blob = "/v2/alice/x/blobs/" + Digest.of(HELLO);
        String upload = "/v2/alice/x/blobs/uploads/?digest=" + Digest.of(HELLO);

        assertThat(registry.get("/v2/", "Authorization", pull).statusCode()).isEqualTo(200);
        assertThat(registry.send("POST", upload, HELLO, "Authorization", push).statusCode())
                .isEqualTo(201);
        assertThat(registry.get(blob, "Authorization", pull).body()).isEqualTo(HELLO);
        assertInsufficient(registry.send("POST", upload, HELLO, "Authorization", pull), "pull,push");
        assertInsufficient(registry.send("DELETE", blob, NOTHING, "Authorization", push), "delete");
        assertThat(registry.get("/v2/alice/other/tags/list", "Authorization", push)
                        .statusCode())
                .isEqualTo(401);
        assertThat(registry.get("/v1/images", "Authorization", push).statusCode())
                .isEqualTo(401);
        registry.push("alice/source", HELLO);
        var mounted = registry.send(
                "POST",
                "/v2/alice/x/blobs/uploads/?from=alice/source&mount=" + Digest.of(HELLO),
                NOTHING,
                "Authorization",
                push);
        assertThat(mounted.statusCode())
                .as("its source may not be read with this token")
                .isEqualTo(202);
    }

    @Test
    void letsWhoIsNoDeveloperPullAndNotPush() throws Exception {
        registry.push("alice/x", HELLO);
        registry.takeAlicesRole();
        String blob = "/v2/alice/x/blobs/" + Digest.of(HELLO);
        String upload = "/v2/alice/x/blobs/uploads/";
        String token = bearer(registry.alice(), "repository:alice/x:pull,push");

        for (String authorization : new String[] {registry.alice(), token}) {
            assertThat(registry.get(blob, "Authorization", authorization).body())
                    .isEqualTo(HELLO);
            var refused = registry.send("POST", upload, NOTHING, "Authorization", authorization);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(json(refused).at("/errors/0/code").textValue()).isEqualTo("DENIED");
            assertThat(json(refused).at("/errors/0/message").textValue()).contains("PUT /v1/me/roles/developer");
        }
        var claims = SignedJWT.parse(token.substring("Bearer ".length())).getJWTClaimsSet();
        JsonNode access = PlatformJson.mapper().valueToTree(claims.getClaim("access"));
        assertThat(access.at("/0/actions")).extracting(JsonNode::textValue).containsExactly("pull");
    }

    @Test
    void letsANodePullWithAToken() throws Exception {
        registry.push("alice/x", HELLO);
        String node = bearer("Bearer " + RunningRegistry.NODE_TOKEN, "repository:alice/x:pull,push");

        assertThat(registry.get("/v2/alice/x/blobs/" + Digest.of(HELLO), "Authorization", node)
                        .body())
                .isEqualTo(HELLO);
        assertInsufficient(
                registry.send("POST", "/v2/alice/x/blobs/uploads/", NOTHING, "Authorization", node), "pull,push");
    }

    @Test
    void givesANodeNothingOfWhatItDoesNotRun() throws Exception {
        registry.push("alice/elsewhere", HELLO);
        String node = bearer("Bearer " + RunningRegistry.NODE_TOKEN, "repository:alice/elsewhere:pull");

        var claims = SignedJWT.parse(node.substring("Bearer ".length())).getJWTClaimsSet();
        JsonNode access = PlatformJson.mapper().valueToTree(claims.getClaim("access"));
        assertThat(access.at("/0/actions")).isEmpty();
        assertInsufficient(
                registry.get("/v2/alice/elsewhere/blobs/" + Digest.of(HELLO), "Authorization", node),
                "alice/elsewhere",
                "pull");
    }

    @Test
    void endsATokenWithItsTimeAndWithItsKey() throws Exception {
        String first = bearer(registry.alice(), "repository:alice/x:pull");

        registry.clock.advance(Duration.ofMinutes(6));
        assertThat(registry.get("/v2/", "Authorization", first).statusCode()).isEqualTo(401);
        String second = bearer(registry.alice(), "repository:alice/x:pull");
        assertThat(registry.get("/v2/", "Authorization", second).statusCode()).isEqualTo(200);
        registry.revokeAlicesKey();

        await().until(() -> registry.get("/v2/", "Authorization", second).statusCode() == 401);
    }

    @Test
    void takesNoTokenThatIsForgedOrOfAnother() throws Exception {
        String token = bearer(registry.alice(), "repository:alice/x:pull");
        String[] parts = token.substring("Bearer ".length()).split("\\.", -1);
        String none = Base64.getUrlEncoder().withoutPadding().encodeToString("{\"alg\":\"none\"}".getBytes(UTF_8));
        String claims = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8)
                        .replace("alice", "bobby")
                        .getBytes(UTF_8));

        try (var other = new RunningRegistry(folder.resolve("other"))) {
            for (String forged : new String[] {
                parts[0] + "." + claims + "." + parts[2],
                none + "." + parts[1] + ".",
                parts[0] + "." + parts[1] + ".",
                "eyJ",
            }) {
                assertThat(registry.get("/v2/", "Authorization", "Bearer " + forged)
                                .statusCode())
                        .as(forged)
                        .isEqualTo(401);
            }
            assertThat(other.get("/v2/", "Authorization", token).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void givesATokenForAKeyOnly() {
        String token = bearerOf(token(registry.alice(), "repository:alice/x:pull"));

        assertThat(token("Basic eDp5", "").statusCode()).isEqualTo(401);
        assertThat(token(token, "").statusCode()).isEqualTo(401);
        assertThat(registry.get("/v2/token?service=other").statusCode()).isEqualTo(400);
        assertThat(token(registry.alice(), "").headers().firstValue("Cache-Control"))
                .contains("no-store");
    }

    private static void assertInsufficient(HttpResponse<byte[]> answer, String actions) {
        assertInsufficient(answer, "alice/x", actions);
    }

    private static void assertInsufficient(HttpResponse<byte[]> answer, String repository, String actions) {
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .endsWith("scope=\"repository:%s:%s\",error=\"insufficient_scope\"".formatted(repository, actions));
    }

    private String bearer(String authorization, String scope) {
        return bearerOf(token(authorization, scope));
    }

    private static String bearerOf(HttpResponse<byte[]> answer) {
        return "Bearer " + json(answer).path("token").textValue();
    }

    private HttpResponse<byte[]> token(String authorization, String scope) {
        return registry.get("/v2/token?service=chutes&scope=" + scope, "Authorization", authorization);
    }

    private static JsonNode json(HttpResponse<byte[]> answer) {
        try {
            return PlatformJson.mapper().readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
