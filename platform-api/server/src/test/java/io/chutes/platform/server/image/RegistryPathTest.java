package io.chutes.platform.server.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RegistryPathTest {
    private static final String HEX = "0123456789abcdef".repeat(4);
    private static final RepositoryName NAME = new RepositoryName("alice", "models/minilm");
    private static final String HERE = "/v2/alice/models/minilm";
    private static final String ID = "f3a9a2a2-6a50-4a0b-8a9b-2d1c3b5f7e11";

    @Test
    void readsEveryRequest() {
        var digest = new Digest(HEX);

        assertThat(RegistryPath.parse("GET", "/v2/")).isEqualTo(new RegistryRequest.CheckSupport());
        assertThat(RegistryPath.parse("HEAD", HERE + "/blobs/sha256:" + HEX))
                .isEqualTo(new RegistryRequest.ReadBlob(NAME, digest));
        assertThat(RegistryPath.parse("POST", HERE + "/blobs/uploads/"))
                .isEqualTo(new RegistryRequest.StartUpload(NAME));
        assertThat(RegistryPath.parse("GET", HERE + "/blobs/uploads/" + ID))
                .isEqualTo(new RegistryRequest.UploadStatus(NAME, ID));
        assertThat(RegistryPath.parse("PATCH", HERE + "/blobs/uploads/" + ID))
                .isEqualTo(new RegistryRequest.AppendToUpload(NAME, ID));
        assertThat(RegistryPath.parse("PUT", HERE + "/blobs/uploads/" + ID))
                .isEqualTo(new RegistryRequest.FinishUpload(NAME, ID));
        assertThat(RegistryPath.parse("DELETE", HERE + "/blobs/uploads/" + ID))
                .isEqualTo(new RegistryRequest.CancelUpload(NAME, ID));
        assertThat(RegistryPath.parse("GET", HERE + "/manifests/v1.0"))
                .isEqualTo(new RegistryRequest.ReadManifest(NAME, new Reference.Tag("v1.0")));
        assertThat(RegistryPath.parse("PUT", HERE + "/manifests/sha256:" + HEX))
                .isEqualTo(new RegistryRequest.WriteManifest(NAME, new Reference.Pinned(digest)));
        assertThat(RegistryPath.parse("DELETE", HERE + "/manifests/v1.0"))
                .isEqualTo(new RegistryRequest.DeleteManifest(NAME, new Reference.Tag("v1.0")));
        assertThat(RegistryPath.parse("DELETE", HERE + "/blobs/sha256:" + HEX))
                .isEqualTo(new RegistryRequest.DeleteBlob(NAME, digest));
        assertThat(RegistryPath.parse("GET", HERE + "/referrers/sha256:" + HEX))
                .isEqualTo(new RegistryRequest.ListReferrers(NAME, digest));
        assertThat(RegistryPath.parse("GET", HERE + "/tags/list")).isEqualTo(new RegistryRequest.ListTags(NAME));
    }

    @Test
    void readsADigestWithAnEncodedColon() {
        assertThat(RegistryPath.parse("GET", HERE + "/blobs/sha256%3A" + HEX))
                .isEqualTo(new RegistryRequest.ReadBlob(NAME, new Digest(HEX)));
    }

    @Test
    void readsNamesThatLookLikeRoutes() {
        assertThat(RegistryPath.parse("GET", "/v2/alice/blobs/uploads/manifests/tags/list"))
                .isEqualTo(new RegistryRequest.ListTags(new RepositoryName("alice", "blobs/uploads/manifests")));
        assertThat(RegistryPath.parse("GET", "/v2/alice/blobs/blobs/sha256:" + HEX))
                .isEqualTo(new RegistryRequest.ReadBlob(new RepositoryName("alice", "blobs"), new Digest(HEX)));
        assertThat(RegistryPath.parse("GET", "/v2/alice/manifests/manifests/list"))
                .isEqualTo(new RegistryRequest.ReadManifest(
                        new RepositoryName("alice", "manifests"), new Reference.Tag("list")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/alice/tags/list",
                "/v2/../etc/passwd/tags/list",
                "/v2/alice/../bobby/x/tags/list",
                "/v2/alice/%2e%2e/bobby/tags/list",
                "/v2/alice/..%2fbobby/tags/list",
                "/v2/alice//etc/tags/list",
                "/v2//alice/x/tags/list",
                "/v2/alice/_blobs/tags/list",
                "/v2/alice/Upper/tags/list",
                "/v2/alice/-x/tags/list",
                "/v2/alice/x./tags/list",
                "/v2/alice/x..y/tags/list",
                "/v2/alice/a%00b/tags/list",
                "/v2/alice/a%5C..%5Cb/tags/list"
            })
    void refusesANameThatIsNone(String path) {
        assertThat(refusal("GET", path).body().errors().getFirst().code()).isEqualTo(ErrorCode.NAME_INVALID);
    }

    @Test
    void refusesAGiantNameWithAShortMessage() {
        var refused = refusal("GET", "/v2/alice/" + "a-".repeat(100_000) + "a/tags/list");

        assertThat(refused.body().errors().getFirst().code()).isEqualTo(ErrorCode.NAME_INVALID);
        assertThat(refused).hasMessageContaining("at most 255");
        assertThat(refused.getMessage()).hasSizeLessThan(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sha512:0123456789abcdef",
                "sha256:0123",
                "sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef",
                "md5:d41d8cd98f00b204e9800998ecf8427e",
                "sha256:..%2f..%2f..%2fetc%2fpasswd",
                "latest",
                ""
            })
    void refusesADigestOfAnotherForm(String digest) {
        var refused = refusal("GET", HERE + "/blobs/" + digest);

        assertThat(refused.body().errors().getFirst().code()).isEqualTo(ErrorCode.DIGEST_INVALID);
        assertThat(refused.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, .hidden, MANIFEST_UNKNOWN",
        "PUT, .hidden, MANIFEST_INVALID",
        "PUT, .., MANIFEST_INVALID",
        "PUT, a%2fb, MANIFEST_INVALID",
        "PUT, sha512:00, DIGEST_INVALID",
    })
    void refusesAReferenceThatIsNone(String method, String reference, ErrorCode code) {
        assertThat(refusal(method, HERE + "/manifests/" + reference)
                        .body()
                        .errors()
                        .getFirst()
                        .code())
                .isEqualTo(code);
    }

    @Test
    void refusesATagOf129Characters() {
        assertThat(RegistryPath.parse("PUT", HERE + "/manifests/" + "a".repeat(128)))
                .isInstanceOf(RegistryRequest.WriteManifest.class);
        assertThat(refusal("PUT", HERE + "/manifests/" + "a".repeat(129)).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /blobs/sha256:0, GET",
        "POST, /manifests/latest, PUT",
        "GET, /blobs/uploads/, POST",
        "POST, /tags/list, GET",
    })
    void saysWhichMethodsThereAre(String method, String path, String allowed) {
        var refused = refusal(method, HERE + path);

        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.headers().get("Allow")).contains(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/_catalog", "/v2/alice/x/tags", "/v2/%", "/v3/"})
    void knowsNoOtherRoute(String path) {
        var refused = refusal("GET", path);

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.body().errors().getFirst().code()).isEqualTo(ErrorCode.UNSUPPORTED);
    }

    private static RegistryException refusal(String method, String path) {
        return catchThrowableOfType(RegistryException.class, () -> RegistryPath.parse(method, path));
    }
}
