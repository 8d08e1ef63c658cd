package io.chutes.platform.server.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.manifest.Manifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageRegistryTest {
    private static final byte[] HELLO = "hello world".getBytes(UTF_8);
    private static final Digest HELLO_DIGEST = Digest.of(HELLO);
    private static final byte[] NOTHING = {};

    @TempDir
    static Path folder;

    private static RunningRegistry registry;

    @BeforeAll
    static void start() {
        registry = new RunningRegistry(folder);
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void asksForCredentials() throws IOException {
        for (String wrong : List.of("", "Basic x", "Bearer nobody", "Digest x", RunningRegistry.basic("ck_none"))) {
            var answer = registry.get("/v2/", "Authorization", wrong);

            assertError(answer, 401, "UNAUTHORIZED");
            assertThat(answer.headers().firstValue("WWW-Authenticate"))
                    .contains("Bearer realm=\"http://127.0.0.1:" + registry.port() + "/v2/token\",service=\"chutes\"");
        }
    }

    @Test
    void letsIn() {
        for (String right :
                List.of(registry.alice(), "Bearer " + registry.aliceKey(), "Bearer " + RunningRegistry.NODE_TOKEN)) {
            assertThat(registry.get("/v2/", "Authorization", right).statusCode())
                    .isEqualTo(200);
        }
        assertThat(registry.get("/v2").statusCode()).isEqualTo(200);
    }

    @Test
    void takesABlobAtOnceAndGivesItBack() {
        registry.push("alice/at-once", HELLO);

        var whole = registry.get("/v2/alice/at-once/blobs/" + HELLO_DIGEST);
        var head = registry.send("HEAD", "/v2/alice/at-once/blobs/" + HELLO_DIGEST, NOTHING);

        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(HELLO);
        assertThat(whole.headers().firstValue("Docker-Content-Digest")).contains(HELLO_DIGEST.toString());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(11);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void givesPartsOfABlob() {
        registry.push("alice/parts", HELLO);
        String path = "/v2/alice/parts/blobs/" + HELLO_DIGEST;

        var part = registry.get(path, "Range", "bytes=6-8");
        var end = registry.get(path, "Range", "bytes=-3");
        var beyond = registry.get(path, "Range", "bytes=11-");

        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("wor".getBytes(UTF_8));
        assertThat(part.headers().firstValue("Content-Range")).contains("bytes 6-8/11");
        assertThat(end.body()).isEqualTo("rld".getBytes(UTF_8));
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(beyond.headers().firstValue("Content-Range")).contains("bytes */11");
        assertThat(registry.get(path, "Range", "bytes=--3").body()).isEqualTo(HELLO);
        assertThat(registry.get(path, "Range", "bytes=6-8", "If-Range", "\"x\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void takesABlobInChunks() {
        String upload = start("alice/chunks");

        var first = registry.send("PATCH", upload, "hello ".getBytes(UTF_8), "Content-Range", "0-5");
        var status = registry.get(upload);
        var last = registry.send(
                "PUT", upload + "?digest=" + HELLO_DIGEST, "world".getBytes(UTF_8), "Content-Range", "6-10");

        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(first.headers().firstValue("Range")).contains("0-5");
        assertThat(status.statusCode()).isEqualTo(204);
        assertThat(status.headers().firstValue("Range")).contains("0-5");
        assertThat(last.statusCode()).isEqualTo(201);
        assertThat(last.headers().firstValue("Location")).contains("/v2/alice/chunks/blobs/" + HELLO_DIGEST);
        assertThat(registry.get("/v2/alice/chunks/blobs/" + HELLO_DIGEST).body())
                .isEqualTo(HELLO);
        assertThat(registry.get(upload).statusCode()).isEqualTo(404);
    }

    @Test
    void takesABodyOfUnknownLength() {
        String upload = start("alice/unknown-length");

        var patched =
                registry.send("PATCH", upload, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(HELLO)));
        var done = registry.send("PUT", upload + "?digest=" + HELLO_DIGEST, NOTHING);

        assertThat(patched.headers().firstValue("Range")).contains("0-10");
        assertThat(done.statusCode()).isEqualTo(201);
    }

    @Test
    void refusesChunksOutOfOrderAndSaysWhereToGoOn() throws IOException {
        String upload = start("alice/order");
        registry.send("PATCH", upload, "hello ".getBytes(UTF_8), "Content-Range", "0-5");

        for (String range : List.of("7-11", "0-4", "-5", "x", "bytes 6-10/11")) {
            var answer = registry.send("PATCH", upload, "world".getBytes(UTF_8), "Content-Range", range);

            assertError(answer, 416, "BLOB_UPLOAD_INVALID");
            assertThat(answer.headers().firstValue("Range")).contains("0-5");
            assertThat(answer.headers().firstValue("Location")).contains(upload);
        }
        assertError(
                registry.send("PATCH", upload, "world".getBytes(UTF_8), "Content-Range", "6-9"), 400, "SIZE_INVALID");
        assertThat(registry.send("PATCH", upload, "world".getBytes(UTF_8), "Content-Range", "6-10")
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void refusesABlobWithAnotherDigest() throws IOException {
        byte[] content = "not hello".getBytes(UTF_8);
        String upload = start("alice/mismatch");

        assertError(
                registry.send("POST", "/v2/alice/mismatch/blobs/uploads/?digest=" + HELLO_DIGEST, content),
                400,
                "DIGEST_INVALID");
        assertError(registry.send("PUT", upload + "?digest=" + HELLO_DIGEST, content), 400, "DIGEST_INVALID");

        assertError(registry.get(upload), 404, "BLOB_UPLOAD_UNKNOWN");
        assertError(registry.get("/v2/alice/mismatch/blobs/" + HELLO_DIGEST), 404, "BLOB_UNKNOWN");
        assertError(registry.get("/v2/alice/mismatch/blobs/" + Digest.of(content)), 404, "BLOB_UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?digest=", "?digest=sha512:00", "?digest=sha256:00", "?digest=../../x"})
    void refusesTheEndOfAnUploadWithoutADigest(String query) throws IOException {
        String upload = start("alice/no-digest");

        assertError(registry.send("PUT", upload + query, HELLO), 400, "DIGEST_INVALID");
    }

    @Test
    void keepsWhatASenderWhoLeftHadSent() throws Exception {
        String upload = start("alice/left");
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), registry.port())) {
            String request = "PATCH " + upload + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + registry.alice()
                    + "\r\nContent-Length: 11\r\n\r\nhello ";
            socket.getOutputStream().write(request.getBytes(UTF_8));
            socket.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes())
                    .asString(UTF_8)
                    .doesNotContain("HTTP/1.1 2", "HTTP/1.1 5");
        }

        assertError(registry.get("/v2/alice/left/blobs/" + HELLO_DIGEST), 404, "BLOB_UNKNOWN");
        assertThat(registry.get(upload).headers().firstValue("Range")).contains("0-5");
        assertThat(registry.send("PUT", upload + "?digest=" + HELLO_DIGEST, "world".getBytes(UTF_8))
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void endsAnUploadThatIsCancelled() throws IOException {
        String upload = start("alice/cancelled");

        assertThat(registry.send("DELETE", upload, NOTHING).statusCode()).isEqualTo(204);

        assertError(registry.send("PATCH", upload, HELLO), 404, "BLOB_UPLOAD_UNKNOWN");
    }

    @Test
    void keepsAccountsApart() throws IOException {
        registry.push("alice/private", HELLO);
        String upload = start("alice/private");
        String blob = "/v2/alice/private/blobs/" + HELLO_DIGEST;

        assertError(registry.get(blob, "Authorization", registry.bobby()), 403, "DENIED");
        assertError(registry.get("/v2/alice/nothing/tags/list", "Authorization", registry.bobby()), 403, "DENIED");
        assertError(registry.send("PATCH", upload, HELLO, "Authorization", registry.bobby()), 403, "DENIED");
        assertError(
                registry.get("/v2/bobby/x/blobs/" + HELLO_DIGEST, "Authorization", registry.bobby()),
                404,
                "BLOB_UNKNOWN");
        assertError(
                registry.get(upload.replace("alice", "bobby"), "Authorization", registry.bobby()),
                404,
                "BLOB_UPLOAD_UNKNOWN");
    }

    @Test
    void mountsWithinAnAccountOnly() throws IOException {
        registry.push("alice/source", HELLO);

        var own = registry.send(
                "POST", "/v2/alice/target/blobs/uploads/?mount=" + HELLO_DIGEST + "&from=alice/source", NOTHING);
        var others = registry.send(
                "POST",
                "/v2/bobby/target/blobs/uploads/?mount=" + HELLO_DIGEST + "&from=alice/source",
                NOTHING,
                "Authorization",
                registry.bobby());
        var unknown = registry.send(
                "POST", "/v2/alice/target/blobs/uploads/?mount=" + HELLO_DIGEST + "&from=../source", NOTHING);

        assertThat(own.statusCode()).isEqualTo(201);
        assertThat(registry.get("/v2/alice/target/blobs/" + HELLO_DIGEST).body())
                .isEqualTo(HELLO);
        assertThat(others.statusCode()).isEqualTo(202);
        assertThat(unknown.statusCode()).isEqualTo(202);
        assertError(
                registry.get("/v2/bobby/target/blobs/" + HELLO_DIGEST, "Authorization", registry.bobby()),
                404,
                "BLOB_UNKNOWN");
    }

    @Test
    void letsANodePullWhatItRunsAndNotPush() throws IOException {
        registry.push("alice/node", HELLO);
        registry.push("alice/elsewhere", HELLO);
        String node = "Bearer " + RunningRegistry.NODE_TOKEN;

        assertThat(registry.get("/v2/alice/node/blobs/" + HELLO_DIGEST, "Authorization", node)
                        .body())
                .isEqualTo(HELLO);
        assertError(
                registry.send("POST", "/v2/alice/node/blobs/uploads/", NOTHING, "Authorization", node), 403, "DENIED");
        for (String path : List.of("blobs/" + HELLO_DIGEST, "tags/list", "manifests/latest")) {
            assertError(registry.get("/v2/alice/elsewhere/" + path, "Authorization", node), 403, "DENIED");
        }
    }

    @Test
    void keepsManifestsByTagAndDigest() throws IOException {
        byte[] manifest = pushImage("alice/tagged", "latest", Map.of());
        Digest digest = Digest.of(manifest);

        for (String reference : List.of("latest", digest.toString())) {
            var answer = registry.get("/v2/alice/tagged/manifests/" + reference);
            assertThat(answer.body()).isEqualTo(manifest);
            assertThat(answer.headers().firstValue("Content-Type")).contains(MediaType.OCI_IMAGE.text());
            assertThat(answer.headers().firstValue("Docker-Content-Digest")).contains(digest.toString());
        }
        var head = registry.send("HEAD", "/v2/alice/tagged/manifests/latest", NOTHING);
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(manifest.length);
        assertError(registry.get("/v2/alice/tagged/manifests/older"), 404, "MANIFEST_UNKNOWN");
        assertError(registry.get("/v2/alice/other/manifests/" + digest), 404, "MANIFEST_UNKNOWN");
    }

    @Test
    void movesATag() throws IOException {
        pushImage("alice/moved", "latest", Map.of("version", "1"));
        byte[] second = pushImage("alice/moved", "latest", Map.of("version", "2"));

        assertThat(registry.get("/v2/alice/moved/manifests/latest").body()).isEqualTo(second);
    }

    @Test
    void namesEveryBlobThatIsMissing() throws IOException {
        Digest config = Digest.of("no config".getBytes(UTF_8));
        Digest layer = Digest.of("no layer".getBytes(UTF_8));

        var answer = putManifest("alice/missing", "latest", manifest(config, 9, layer, 8));

        assertError(answer, 400, "MANIFEST_BLOB_UNKNOWN");
        assertThat(json(answer).path("errors").findValuesAsText("digest"))
                .containsExactly(config.toString(), layer.toString());
        assertError(registry.get("/v2/alice/missing/manifests/latest"), 404, "MANIFEST_UNKNOWN");
        assertError(registry.get("/v2/alice/missing/tags/list"), 404, "NAME_UNKNOWN");
    }

    @Test
    void takesNoManifestOfBlobsThatOnlyOthersPushed() throws IOException {
        byte[] secret = "the weights of bobby".getBytes(UTF_8);
        Digest digest = Digest.of(secret);
        registry.send("POST", "/v2/bobby/x/blobs/uploads/?digest=" + digest, secret, "Authorization", registry.bobby());

        assertError(
                putManifest("alice/guess", "latest", manifest(digest, secret.length, digest, secret.length)),
                400,
                "MANIFEST_BLOB_UNKNOWN");
    }

    @Test
    void refusesManifestsThatAreUnsound() throws IOException {
        registry.push("alice/unsound", HELLO);
        byte[] wrongSize = manifest(HELLO_DIGEST, 12, HELLO_DIGEST, 11);

        assertError(putManifest("alice/unsound", "latest", wrongSize), 400, "MANIFEST_INVALID");
        assertError(putManifest("alice/unsound", "latest", HELLO), 400, "MANIFEST_INVALID");
        assertError(
                putManifest("alice/unsound", HELLO_DIGEST.toString(), manifest(HELLO_DIGEST, 11, HELLO_DIGEST, 11)),
                400,
                "DIGEST_INVALID");
        assertError(putManifest("alice/unsound", "latest", new byte[4 * 1024 * 1024 + 1]), 413, "SIZE_INVALID");
        var unknownLength = registry.send(
                "PUT",
                "/v2/alice/unsound/manifests/latest",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[5 * 1024 * 1024])));
        assertError(unknownLength, 413, "SIZE_INVALID");
    }

    @Test
    void keepsAnIndexOfImagesThatAreThere() throws IOException {
        byte[] image = pushImage("alice/index", "one", Map.of());
        byte[] index = PlatformJson.mapper()
                .writeValueAsBytes(Map.of(
                        "schemaVersion",
                        2,
                        "mediaType",
                        MediaType.OCI_INDEX.text(),
                        "manifests",
                        List.of(Map.of(
                                "mediaType",
                                MediaType.OCI_IMAGE.text(),
                                "digest",
                                Digest.of(image).toString(),
                                "size",
                                image.length))));

        var kept = registry.send(
                "PUT", "/v2/alice/index/manifests/all", index, "Content-Type", MediaType.OCI_INDEX.text());
        var elsewhere = registry.send(
                "PUT", "/v2/alice/elsewhere/manifests/all", index, "Content-Type", MediaType.OCI_INDEX.text());

        assertThat(kept.statusCode()).isEqualTo(201);
        assertThat(registry.get("/v2/alice/index/manifests/all").body()).isEqualTo(index);
        assertError(elsewhere, 400, "MANIFEST_BLOB_UNKNOWN");
        assertThat(registry.images()
                        .chuteManifest("alice/index", Digest.of(index).toString()))
                .isEmpty();
    }

    @Test
    void listsTagsByPage() throws IOException {
        for (String tag : List.of("v2", "V1", "b", "a")) {
            pushImage("alice/tags", tag, Map.of());
        }

        var all = registry.get("/v2/alice/tags/tags/list");
        var first = registry.get("/v2/alice/tags/tags/list?n=3");
        var rest = registry.get("/v2/alice/tags/tags/list?n=3&last=V1");

        assertThat(all.body())
                .asString(UTF_8)
                .isEqualTo("{\"name\":\"alice/tags\",\"tags\":[\"a\",\"b\",\"V1\",\"v2\"]}");
        assertThat(first.body()).asString(UTF_8).contains("[\"a\",\"b\",\"V1\"]");
        assertThat(first.headers().firstValue("Link")).contains("</v2/alice/tags/tags/list?n=3&last=V1>; rel=\"next\"");
        assertThat(rest.body()).asString(UTF_8).contains("[\"v2\"]");
        assertThat(rest.headers().firstValue("Link")).isEmpty();
        assertThat(registry.get("/v2/alice/tags/tags/list?n=0").body())
                .asString(UTF_8)
                .contains("[]");
        assertThat(registry.get("/v2/alice/tags/tags/list?n=-1").statusCode()).isEqualTo(400);
    }

    @Test
    void findsTheManifestOfAChute() throws IOException {
        byte[] chute = pushImage("alice/chute", "latest", Map.of(Manifest.IMAGE_LABEL, "{\"schema\":1}"));
        byte[] other = pushImage("alice/chute", "other", Map.of("maintainer", "alice"));
        byte[] strange = manifest(registry.push("alice/chute", HELLO), 11, HELLO_DIGEST, 11);
        putManifest("alice/chute", "strange", strange);
        Images images = registry.images();

        assertThat(images.chuteManifest("alice/chute", Digest.of(chute).toString()))
                .contains("{\"schema\":1}");
        assertThat(images.chuteManifest("alice/chute", Digest.of(other).toString()))
                .isEmpty();
        assertThat(images.chuteManifest("alice/chute", Digest.of(strange).toString()))
                .isEmpty();
        assertThat(images.chuteManifest("bobby/chute", Digest.of(chute).toString()))
                .isEmpty();
        assertThat(images.chuteManifest("../alice/chute", "latest")).isEmpty();
    }

    @Test
    void remembersAllAfterARestart(@TempDir Path other) throws IOException {
        pushImage("alice/kept", "latest", Map.of(Manifest.IMAGE_LABEL, "kept"));
        byte[] manifest = registry.get("/v2/alice/kept/manifests/latest").body();

        Images reopened = Images.in(folder);

        assertThat(reopened.chuteManifest("alice/kept", Digest.of(manifest).toString()))
                .contains("kept");
        assertThat(Images.in(other)
                        .chuteManifest("alice/kept", Digest.of(manifest).toString()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/alice/../bobby/x/tags/list",
                "/v2/alice/%2e%2e/bobby/tags/list",
                "/v2/alice/..%2f..%2fetc/manifests/passwd",
                "/v2/alice/x/manifests/..%2f..%2f..%2fetc%2fpasswd",
                "/v2/alice/x/blobs/uploads/..%2f..%2fblobs",
                "/v2/alice/x/blobs/%2fetc%2fpasswd",
                "/v2//etc/passwd",
                "/v2/alice/x%00/tags/list",
            })
    void letsNoPathClimbOut(String path) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), registry.port())) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + registry.alice()
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(UTF_8));
            InputStream answer = socket.getInputStream();

            String text = new String(answer.readAllBytes(), UTF_8);

            assertThat(text).startsWith("HTTP/1.1 4").doesNotContain("root:").contains("X-Request-Id: ");
        }
    }

    @Test
    void refusesAGiantName() throws IOException {
        assertError(registry.get("/v2/alice/" + "a".repeat(3000) + "/tags/list"), 400, "NAME_INVALID");
    }

    @Test
    void deletesTagsManifestsAndBlobs() throws IOException {
        String here = "/v2/alice/deleted";
        byte[] manifest = pushImage("alice/deleted", "one", Map.of());
        putManifest("alice/deleted", "two", manifest);
        Digest loose = registry.push("alice/deleted", HELLO);
        String pinned = here + "/manifests/" + Digest.of(manifest);

        assertThat(delete(here + "/manifests/one").statusCode()).isEqualTo(202);
        assertError(delete(here + "/manifests/one"), 404, "MANIFEST_UNKNOWN");
        assertThat(registry.get(here + "/manifests/two").body()).isEqualTo(manifest);
        assertThat(delete(pinned).statusCode()).isEqualTo(202);
        assertError(delete(pinned), 404, "MANIFEST_UNKNOWN");
        assertError(registry.get(here + "/manifests/two"), 404, "MANIFEST_UNKNOWN");
        assertThat(registry.get(here + "/tags/list").body()).asString(UTF_8).contains("\"tags\":[]");
        assertThat(delete(here + "/blobs/" + loose).statusCode()).isEqualTo(202);
        assertError(delete(here + "/blobs/" + loose), 404, "BLOB_UNKNOWN");
        assertError(registry.get(here + "/blobs/" + loose), 404, "BLOB_UNKNOWN");
    }

    @Test
    void keepsWhatIsNeeded() throws IOException {
        byte[] manifest = pushImage("alice/needed", "one", Map.of());
        String image = "alice/needed@" + Digest.of(manifest);
        registry.need(image, "version 3 of chute 'hello'");

        var refused = delete("/v2/alice/needed/manifests/" + Digest.of(manifest));
        var refusedToo = delete("/v1/images/" + image);
        var layer = delete("/v2/alice/needed/blobs/" + Digest.of(NOTHING));

        assertError(refused, 409, "DENIED");
        assertThat(refused.body()).asString(UTF_8).contains("version 3 of chute 'hello'");
        assertThat(refusedToo.statusCode()).isEqualTo(409);
        assertThat(refusedToo.body()).asString(UTF_8).contains("version 3 of chute 'hello'");
        assertError(layer, 409, "DENIED");
        assertThat(registry.get("/v2/alice/needed/manifests/one").body()).isEqualTo(manifest);
    }

    @Test
    void deletesForTheOwnerAlone() throws IOException {
        byte[] manifest = pushImage("alice/owned", "one", Map.of());
        String[] bobby = {"Authorization", registry.bobby()};

        assertError(registry.send("DELETE", "/v2/alice/owned/manifests/one", NOTHING, bobby), 403, "DENIED");
        assertThat(registry.send("DELETE", "/v1/images/alice/owned@" + Digest.of(manifest), NOTHING, bobby)
                        .statusCode())
                .isEqualTo(404);
        assertError(
                registry.send(
                        "DELETE",
                        "/v2/alice/owned/manifests/one",
                        NOTHING,
                        "Authorization",
                        "Bearer " + RunningRegistry.NODE_TOKEN),
                403,
                "DENIED");
    }

    @Test
    void listsAndDeletesTheImagesOfAnAccount() throws IOException {
        byte[] one = pushImage("alice/listed/a", "one", Map.of("n", "1"));
        putManifest("alice/listed/a", "uno", one);
        byte[] two = pushImage("alice/listed/b", "two", Map.of("n", "2"));
        String image = "alice/listed/a@" + Digest.of(one);

        JsonNode page = json(registry.get("/v1/images?cursor="
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("alice/listed/".getBytes(StandardCharsets.UTF_8))));
        JsonNode bobbys = json(registry.get("/v1/images", "Authorization", registry.bobby()));

        assertThat(page.at("/items/0/image").textValue()).isEqualTo(image);
        assertThat(page.at("/items/0/tags")).extracting(JsonNode::textValue).containsExactly("one", "uno");
        assertThat(page.at("/items/0/size").longValue())
                .isEqualTo(json(one).at("/config/size").longValue());
        assertThat(Instant.parse(page.at("/items/0/pushedAt").textValue()))
                .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(page.at("/items/1/image").textValue()).isEqualTo("alice/listed/b@" + Digest.of(two));
        assertThat(bobbys.path("items")).isEmpty();
        assertThat(delete("/v1/images/" + image).statusCode()).isEqualTo(204);
        assertThat(delete("/v1/images/" + image).statusCode()).isEqualTo(404);
        assertThat(delete("/v1/images/alice/listed/a:one").statusCode()).isEqualTo(422);
    }

    @Test
    void pagesThroughRepositoriesWhoseNamesBeginAlike() throws IOException {
        List<String> pushed = new ArrayList<>();
        for (String repository : List.of("alice/paged", "alice/paged-2", "alice/paged.x", "alice/paged/y")) {
            pushed.add(repository + "@" + Digest.of(pushImage(repository, "one", Map.of("n", repository))));
        }

        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = json(registry.get("/v1/images?limit=1" + cursor));
            seen.add(page.at("/items/0/image").textValue());
            cursor = page.path("next").isNull()
                    ? ""
                    : "&cursor=" + page.path("next").textValue();
        } while (!cursor.isEmpty());

        assertThat(seen).doesNotHaveDuplicates().containsAll(pushed);
    }

    @Test
    void findsTheReferrersOfAManifest() throws IOException {
        byte[] image = pushImage("alice/signed", "one", Map.of());
        Digest subject = Digest.of(image);
        byte[] signature = referring(image, "application/vnd.example.signature");
        byte[] sbom = referring(image, "application/vnd.example.sbom");

        var kept = putManifest("alice/signed", Digest.of(signature).toString(), signature);
        putManifest("alice/signed", Digest.of(sbom).toString(), sbom);
        String path = "/v2/alice/signed/referrers/" + subject;
        var all = registry.get(path);
        var some = registry.get(path + "?artifactType=application/vnd.example.sbom");

        assertThat(kept.headers().firstValue("OCI-Subject")).contains(subject.toString());
        assertThat(all.headers().firstValue("Content-Type")).contains(MediaType.OCI_INDEX.text());
        assertThat(all.headers().firstValue("OCI-Filters-Applied")).isEmpty();
        assertThat(json(all).path("manifests"))
                .extracting(it -> it.path("digest").textValue())
                .containsExactlyInAnyOrder(
                        Digest.of(signature).toString(), Digest.of(sbom).toString());
        assertThat(some.headers().firstValue("OCI-Filters-Applied")).contains("artifactType");
        assertThat(json(some).path("manifests")).hasSize(1);
        assertThat(json(some).at("/manifests/0/artifactType").textValue()).isEqualTo("application/vnd.example.sbom");
        assertThat(json(some).at("/manifests/0/annotations/by").textValue()).isEqualTo("alice");
        assertThat(json(some).at("/manifests/0/size").intValue()).isEqualTo(sbom.length);

        delete("/v2/alice/signed/manifests/" + Digest.of(sbom));
        assertThat(json(registry.get(path)).path("manifests")).hasSize(1);
        assertThat(json(registry.get("/v2/alice/signed/referrers/" + HELLO_DIGEST))
                        .path("manifests"))
                .isEmpty();
        assertError(registry.get("/v2/alice/signed/referrers/one"), 400, "DIGEST_INVALID");
    }

    @Test
    void keepsDigestsOfSha512() throws IOException {
        Digest digest = Digest.Algorithm.SHA512.of(HELLO);
        String upload = start("alice/sha512");
        registry.send("PATCH", upload, HELLO);

        assertThat(registry.send("PUT", upload + "?digest=" + digest, NOTHING).statusCode())
                .isEqualTo(201);
        assertThat(registry.get("/v2/alice/sha512/blobs/" + digest).body()).isEqualTo(HELLO);
        byte[] manifest = manifest(digest, 11, digest, 11);
        Digest named = Digest.Algorithm.SHA512.of(manifest);
        assertThat(putManifest("alice/sha512", named.toString(), manifest).statusCode())
                .isEqualTo(201);
        assertThat(registry.get("/v2/alice/sha512/manifests/" + named).body()).isEqualTo(manifest);
        assertError(
                registry.send("POST", "/v2/alice/sha512/blobs/uploads/?digest=" + digest, NOTHING),
                400,
                "DIGEST_INVALID");
    }

    private static HttpResponse<byte[]> delete(String path) {
        return registry.send("DELETE", path, NOTHING);
    }

    /** A manifest that says something about another. */
    private static byte[] referring(byte[] subject, String artifactType) throws IOException {
        Digest empty = registry.push("alice/signed", "{}".getBytes(UTF_8));
        return PlatformJson.mapper()
                .writeValueAsBytes(Map.of(
                        "schemaVersion",
                        2,
                        "artifactType",
                        artifactType,
                        "config",
                        descriptor("application/vnd.oci.empty.v1+json", empty, 2),
                        "layers",
                        List.of(descriptor("application/vnd.oci.empty.v1+json", empty, 2)),
                        "subject",
                        descriptor(MediaType.OCI_IMAGE.text(), Digest.of(subject), subject.length),
                        "annotations",
                        Map.of("by", "alice")));
    }

    private static String start(String repository) {
        var answer = registry.send("POST", "/v2/" + repository + "/blobs/uploads/", NOTHING);
        assertThat(answer.statusCode()).isEqualTo(202);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static byte[] pushImage(String repository, String tag, Map<String, String> labels) throws IOException {
        byte[] config = PlatformJson.mapper().writeValueAsBytes(Map.of("config", Map.of("Labels", labels)));
        Digest configDigest = registry.push(repository, config);
        Digest empty = registry.push(repository, NOTHING);
        byte[] manifest = manifest(configDigest, config.length, empty, 0);
        var answer = putManifest(repository, tag, manifest);
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location"))
                .contains("/v2/" + repository + "/manifests/" + Digest.of(manifest));
        return manifest;
    }

    private static HttpResponse<byte[]> putManifest(String repository, String reference, byte[] manifest) {
        return registry.send(
                "PUT",
                "/v2/" + repository + "/manifests/" + reference,
                manifest,
                "Content-Type",
                MediaType.OCI_IMAGE.text());
    }

    private static byte[] manifest(Digest config, long configSize, Digest layer, long layerSize) throws IOException {
        return PlatformJson.mapper()
                .writeValueAsBytes(Map.of(
                        "schemaVersion",
                        2,
                        "config",
                        descriptor("application/vnd.oci.image.config.v1+json", config, configSize),
                        "layers",
                        List.of(descriptor("application/vnd.oci.image.layer.v1.tar", layer, layerSize))));
    }

    private static Map<String, Object> descriptor(String type, Digest digest, long size) {
        return Map.of("mediaType", type, "digest", digest.toString(), "size", size);
    }

    private static void assertError(HttpResponse<byte[]> answer, int status, String code) throws IOException {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer).path("errors").path(0).path("code").textValue()).isEqualTo(code);
        assertThat(json(answer).path("errors").path(0).path("message").textValue())
                .isNotBlank();
        assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
    }

    private static JsonNode json(HttpResponse<byte[]> answer) throws IOException {
        return json(answer.body());
    }

    private static JsonNode json(byte[] document) throws IOException {
        return PlatformJson.mapper().readTree(document);
    }
}
