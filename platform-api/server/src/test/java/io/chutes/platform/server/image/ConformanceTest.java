package io.chutes.platform.server.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.api.PlatformJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What OCI Distribution 1.1 asks of a registry, a line for each clause, in the four groups of its conformance tests. */
final class ConformanceTest {
    private static final byte[] LAYER = "layer of the conformance tests".getBytes(UTF_8);
    private static final Digest LAYER_DIGEST = Digest.of(LAYER);
    private static final Digest ABSENT = Digest.of("nothing has these bytes".getBytes(UTF_8));

    @TempDir
    static Path folder;

    private static RunningRegistry registry;
    private static byte[] manifest;

    @BeforeAll
    static void start() throws IOException {
        registry = new RunningRegistry(folder);
        registry.push("alice/source", LAYER);
        registry.push("alice/repo", LAYER);
        manifest = manifest("one");
        for (String tag : List.of("v1", "v2", "v3", "gone")) {
            put("alice/repo", tag, manifest);
        }
        put("alice/repo", Digest.of(manifest("deleted")).toString(), manifest("deleted"));
        registry.push("alice/repo", "deleted blob".getBytes(UTF_8));
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @ParameterizedTest(name = "{0}: {1} {2} → {4}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // pull
                "the base says that this is a registry      | GET    | /v2/                                            | -        | 200 | -                     | -",
                "HEAD of a blob tells its size              | HEAD   | /v2/alice/repo/blobs/LAYER                      | -        | 200 | Content-Length        | 30",
                "GET of a blob tells its digest             | GET    | /v2/alice/repo/blobs/LAYER                      | -        | 200 | Docker-Content-Digest | LAYER",
                "a blob that is not there                   | HEAD   | /v2/alice/repo/blobs/ABSENT                     | -        | 404 | -                     | -",
                "a blob of another repository               | GET    | /v2/alice/empty/blobs/LAYER                     | -        | 404 | -                     | -",
                "HEAD of a manifest by tag                  | HEAD   | /v2/alice/repo/manifests/v1                     | -        | 200 | Docker-Content-Digest | MANIFEST",
                "GET of a manifest by tag tells its type    | GET    | /v2/alice/repo/manifests/v1                     | -        | 200 | Content-Type          | application/vnd.oci.image.manifest.v1+json",
                "GET of a manifest by digest                | GET    | /v2/alice/repo/manifests/MANIFEST               | -        | 200 | Docker-Content-Digest | MANIFEST",
                "a manifest that is not there               | GET    | /v2/alice/repo/manifests/absent                 | -        | 404 | -                     | -",
                "a manifest of a repository that is not     | HEAD   | /v2/alice/nothing/manifests/v1                  | -        | 404 | -                     | -",
                // push
                "POST begins an upload                      | POST   | /v2/alice/push/blobs/uploads/                   | -        | 202 | Location              | /v2/alice/push/blobs/uploads/.+",
                "POST with a digest is a whole push         | POST   | /v2/alice/push/blobs/uploads/?digest=LAYER      | LAYER    | 201 | Location              | /v2/alice/push/blobs/LAYER",
                "a body that is not of that digest          | POST   | /v2/alice/push/blobs/uploads/?digest=ABSENT     | LAYER    | 400 | -                     | -",
                "a digest that is none                      | POST   | /v2/alice/push/blobs/uploads/?digest=sha256:xyz | LAYER    | 400 | -                     | -",
                "a mount from a repository that has it      | POST   | /v2/alice/mounted/blobs/uploads/?mount=LAYER&from=alice/source  | - | 201 | Location   | /v2/alice/mounted/blobs/LAYER",
                "a mount of what is not there               | POST   | /v2/alice/mounted/blobs/uploads/?mount=ABSENT&from=alice/source | - | 202 | Location   | /v2/alice/mounted/blobs/uploads/.+",
                "a mount from nowhere                       | POST   | /v2/alice/mounted/blobs/uploads/?mount=ABSENT   | -        | 202 | Location              | /v2/alice/mounted/blobs/uploads/.+",
                "a chunk in its place                       | PATCH  | UPLOAD                                          | CHUNK    | 202 | Range                 | 0-29",
                "a chunk out of its place                   | PATCH  | UPLOAD                                          | MISPLACED | 416 | Range                | 0-0",
                "the state of an upload                     | GET    | UPLOAD                                          | -        | 204 | Range                 | 0-0",
                "the end of an upload                       | PUT    | UPLOAD?digest=LAYER                             | LAYER    | 201 | Location              | /v2/alice/upload/blobs/LAYER",
                "the end of an upload with another digest   | PUT    | UPLOAD?digest=ABSENT                            | LAYER    | 400 | -                     | -",
                "an upload that is cancelled                | DELETE | UPLOAD                                          | -        | 204 | -                     | -",
                "an upload that is not there                | PATCH  | /v2/alice/upload/blobs/uploads/no-such-upload   | CHUNK    | 404 | -                     | -",
                "a manifest under a tag                     | PUT    | /v2/alice/repo/manifests/v1                     | MANIFEST | 201 | Location              | /v2/alice/repo/manifests/MANIFEST",
                "a manifest under its digest                | PUT    | /v2/alice/repo/manifests/MANIFEST               | MANIFEST | 201 | Docker-Content-Digest | MANIFEST",
                "a manifest under another digest            | PUT    | /v2/alice/repo/manifests/ABSENT                 | MANIFEST | 400 | -                     | -",
                "a manifest whose blobs are not there       | PUT    | /v2/alice/empty/manifests/v1                    | MANIFEST | 400 | -                     | -",
                "a manifest that is none                    | PUT    | /v2/alice/repo/manifests/v1                     | LAYER    | 400 | -                     | -",
                "a manifest with a subject                  | PUT    | /v2/alice/repo/manifests/signature              | SUBJECT  | 201 | OCI-Subject           | MANIFEST",
                // content discovery
                "the first tags                             | GET    | /v2/alice/repo/tags/list?n=2                    | -        | 200 | Link                  | </v2/alice/repo/tags/list.n=2&last=.+>; rel=\"next\"",
                "no tags at all                             | GET    | /v2/alice/repo/tags/list?n=0                    | -        | 200 | -                     | -",
                "the tags of a repository that is not       | GET    | /v2/alice/nothing/tags/list                     | -        | 404 | -                     | -",
                "the referrers of a manifest                | GET    | /v2/alice/repo/referrers/MANIFEST               | -        | 200 | Content-Type          | application/vnd.oci.image.index.v1+json",
                "the referrers of a manifest by type        | GET    | /v2/alice/repo/referrers/MANIFEST?artifactType=a/b | -     | 200 | OCI-Filters-Applied   | artifactType",
                "the referrers of what is not there         | GET    | /v2/alice/repo/referrers/ABSENT                 | -        | 200 | -                     | -",
                "the referrers of no digest                 | GET    | /v2/alice/repo/referrers/v1                     | -        | 400 | -                     | -",
                // content management
                "a tag is deleted                           | DELETE | /v2/alice/repo/manifests/gone                   | -        | 202 | -                     | -",
                "a manifest is deleted                      | DELETE | /v2/alice/repo/manifests/DELETED                | -        | 202 | -                     | -",
                "a manifest that is not there is deleted    | DELETE | /v2/alice/repo/manifests/ABSENT                 | -        | 404 | -                     | -",
                "a blob is deleted                          | DELETE | /v2/alice/repo/blobs/BLOB                       | -        | 202 | -                     | -",
                "a blob that is not there is deleted        | DELETE | /v2/alice/repo/blobs/ABSENT                     | -        | 404 | -                     | -",
            })
    void keeps(String clause, String method, String path, String body, int status, String header, String value)
            throws IOException {
        byte[] content = body == null ? new byte[0] : content(body);
        String[] headers = headers(body);

        var answer = registry.send(method, filled(path), content, headers);

        assertThat(answer.statusCode()).as(clause).isEqualTo(status);
        if (header != null) {
            assertThat(answer.headers().firstValue(header).orElse(""))
                    .as(clause)
                    .matches(filled(value).replace("+json", "\\+json"));
        }
        if (status >= 400 && !method.equals("HEAD")) {
            assertThat(PlatformJson.mapper()
                            .readTree(answer.body())
                            .path("errors")
                            .path(0)
                            .path("code")
                            .asText())
                    .as(clause)
                    .matches("[A-Z_]+");
        }
    }

    private static String filled(String template) throws IOException {
        String text = template.replace("LAYER", LAYER_DIGEST.toString())
                .replace("ABSENT", ABSENT.toString())
                .replace("MANIFEST", Digest.of(manifest).toString())
                .replace("DELETED", Digest.of(manifest("deleted")).toString())
                .replace("BLOB", Digest.of("deleted blob".getBytes(UTF_8)).toString());
        return text.startsWith("UPLOAD") ? upload() + text.substring("UPLOAD".length()) : text;
    }

    private static String upload() {
        return registry.send("POST", "/v2/alice/upload/blobs/uploads/", new byte[0])
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    private static byte[] content(String body) throws IOException {
        return switch (body) {
            case "LAYER", "CHUNK", "MISPLACED" -> LAYER;
            case "MANIFEST" -> manifest;
            case "SUBJECT" -> signature();
            default -> throw new IllegalArgumentException(body);
        };
    }

    private static String[] headers(String body) {
        return switch (body == null ? "" : body) {
            case "CHUNK" -> new String[] {"Content-Range", "0-" + (LAYER.length - 1)};
            case "MISPLACED" -> new String[] {"Content-Range", "7-" + (LAYER.length + 6)};
            case "MANIFEST", "SUBJECT" -> new String[] {"Content-Type", MediaType.OCI_IMAGE.text()};
            default -> new String[0];
        };
    }

    private static byte[] manifest(String name) throws IOException {
        return PlatformJson.mapper()
                .writeValueAsBytes(Map.of(
                        "schemaVersion",
                        2,
                        "config",
                        layer(),
                        "layers",
                        List.of(layer()),
                        "annotations",
                        Map.of("name", name)));
    }

    private static byte[] signature() throws IOException {
        return PlatformJson.mapper()
                .writeValueAsBytes(Map.of(
                        "schemaVersion",
                        2,
                        "artifactType",
                        "a/b",
                        "config",
                        layer(),
                        "layers",
                        List.of(),
                        "subject",
                        Map.of(
                                "mediaType",
                                MediaType.OCI_IMAGE.text(),
                                "digest",
                                Digest.of(manifest).toString(),
                                "size",
                                manifest.length)));
    }

    private static Map<String, Object> layer() {
        return Map.of("mediaType", "a/b", "digest", LAYER_DIGEST.toString(), "size", LAYER.length);
    }

    private static void put(String repository, String reference, byte[] content) {
        var answer = registry.send(
                "PUT",
                "/v2/" + repository + "/manifests/" + reference,
                content,
                "Content-Type",
                MediaType.OCI_IMAGE.text());
        assertThat(answer.statusCode()).isEqualTo(201);
    }
}
