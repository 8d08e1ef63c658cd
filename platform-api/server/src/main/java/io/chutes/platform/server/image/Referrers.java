package io.chutes.platform.server.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.chutes.platform.api.PlatformJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which manifests of a repository refer to which: a folder for each subject, a file for each that refers to it. */
final class Referrers {
    private static final ObjectReader READER = PlatformJson.mapper()
            .readerFor(Referrer.class)
            .without(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    private final Path folder;
    private final DurableFiles files;

    Referrers(Path folder, DurableFiles files) {
        this.folder = folder;
        this.files = files;
    }

    void add(Digest subject, Referrer referrer) throws IOException {
        Digest digest = Digest.parse(referrer.digest());
        files.write(
                folder.resolve(subject.hex()).resolve(digest.hex()),
                PlatformJson.mapper().writeValueAsBytes(referrer));
    }

    void remove(Digest subject, Digest referrer) throws IOException {
        Files.deleteIfExists(folder.resolve(subject.hex()).resolve(referrer.hex()));
    }

    /** Those that refer to a manifest, be it there or not, in the order of their digests. */
    List<Referrer> of(Digest subject) throws IOException {
        List<Referrer> referrers = new ArrayList<>();
        for (Path file : DurableFiles.filesIn(folder.resolve(subject.hex()))) {
            referrers.add(READER.readValue(Files.readAllBytes(file)));
        }
        referrers.sort(Comparator.comparing(Referrer::digest));
        return referrers;
    }

    /** A descriptor in the answer of the referrers API. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Referrer(
            String mediaType,
            String digest,
            long size,
            @Nullable String artifactType,
            @Nullable Map<String, String> annotations) {}
}
