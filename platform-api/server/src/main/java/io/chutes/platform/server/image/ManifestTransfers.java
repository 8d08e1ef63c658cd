package io.chutes.platform.server.image;

import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.image.RegistryRequest.ListReferrers;
import io.chutes.platform.server.image.RegistryRequest.ReadManifest;
import io.chutes.platform.server.image.RegistryRequest.WriteManifest;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sends and receives manifests, and lists the tags that point to them. */
final class ManifestTransfers {
    private static final int LARGEST = 4 * 1024 * 1024;
    private static final long MOST_DISCARDED = 64L << 20;
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

    private final Manifests manifests;
    private final Repositories repositories;
    private final ImageChanges changes;

    ManifestTransfers(Manifests manifests, Repositories repositories, ImageChanges changes) {
        this.manifests = manifests;
        this.repositories = repositories;
        this.changes = changes;
    }

    void send(ReadManifest request, Context context) throws IOException {
        var stored = manifests
                .find(request.name(), request.reference())
                .orElseThrow(() -> new RegistryException(
                        ErrorCode.MANIFEST_UNKNOWN,
                        "There is no manifest " + request.reference().text() + " in " + request.name()));
        // Small enough to be held: none larger than that was ever received.
        context.status(200)
                .contentType(stored.type().text())
                .header("Docker-Content-Digest", stored.digest().toString())
                .result(Files.readAllBytes(stored.file()));
    }

    void receive(WriteManifest request, Principal by, Context context) throws IOException {
        Manifests.Kept kept =
                changes.push(by, request.name(), request.reference(), body(context), context.header("Content-Type"));
        context.status(201)
                .header("Location", "/v2/" + request.name() + "/manifests/" + kept.digest())
                .header("Docker-Content-Digest", kept.digest().toString());
        if (kept.subject() != null) {
            context.header("OCI-Subject", kept.subject().toString());
        }
    }

    void tags(RepositoryName name, Context context) throws IOException {
        if (!repositories.exists(name)) {
            throw new RegistryException(ErrorCode.NAME_UNKNOWN, "Nothing was pushed to " + name);
        }
        var rest = TagList.of(name, repositories.tags(name).keySet()).after(context.queryParam("last"));
        @Nullable String count = context.queryParam("n");
        var page = count == null ? rest : rest.first(count(count));
        if (page.tags().size() < rest.tags().size()) {
            page.last()
                    .ifPresent(last -> context.header(
                            "Link", "</v2/" + name + "/tags/list?n=" + count + "&last=" + last + ">; rel=\"next\""));
        }
        context.status(200)
                .contentType("application/json")
                .result(PlatformJson.mapper().writeValueAsBytes(page));
    }

    void referrers(ListReferrers request, Context context) throws IOException {
        @Nullable String wanted = context.queryParam("artifactType");
        List<Referrers.Referrer> referrers = repositories.referrers(request.name()).of(request.subject()).stream()
                .filter(referrer -> wanted == null || wanted.equals(referrer.artifactType()))
                .toList();
        if (wanted != null) {
            context.header("OCI-Filters-Applied", "artifactType");
        }
        context.status(200)
                .contentType(MediaType.OCI_INDEX.text())
                .result(PlatformJson.mapper()
                        .writeValueAsBytes(new ReferrersIndex(2, MediaType.OCI_INDEX.text(), referrers)));
    }

    private static byte[] body(Context context) {
        try {
            InputStream in = context.bodyInputStream();
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                // A caller that still sends would not hear the answer.
                in.skip(MOST_DISCARDED);
                throw tooLarge();
            }
            return content;
        } catch (IOException e) {
            throw new RegistryException(ErrorCode.SIZE_INVALID, "The body broke off: " + e.getMessage());
        }
    }

    private static RegistryException tooLarge() {
        return new RegistryException(
                413, ErrorCode.SIZE_INVALID, "A manifest has at most " + LARGEST + " bytes; this one has more");
    }

    private static int count(String text) {
        if (!COUNT.matcher(text).matches()) {
            throw new RegistryException(
                    400,
                    ErrorCode.UNSUPPORTED,
                    "The parameter n must be a number of 0 or more, got '" + RegistryPath.shortened(text) + "'");
        }
        return Integer.parseInt(text);
    }

    /** An index of those that refer to a manifest. */
    private record ReferrersIndex(int schemaVersion, String mediaType, List<Referrers.Referrer> manifests) {}
}
