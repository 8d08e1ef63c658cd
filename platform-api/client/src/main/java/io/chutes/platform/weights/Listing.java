package io.chutes.platform.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chutes.platform.manifest.LockedFile;
import io.chutes.platform.manifest.LockedWeights;
import io.chutes.platform.manifest.ManifestException;
import io.chutes.platform.manifest.WeightsSpec;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a Hub says of the files of a commit. */
public final class Listing {
    private static final Pattern NEXT = Pattern.compile("<[^>?]*\\?([^>]*)>\\s*;\\s*rel=\"?next\"?");
    private static final int MOST_PAGES = 1000;

    private final Hub hub;
    private final TransferSettings settings;

    /** The listing of a Hub. */
    public Listing(Hub hub, TransferSettings settings) {
        this.hub = hub;
        this.settings = settings;
    }

    /** The files that a chute's field is given: those of the commit that its patterns take. */
    public LockedWeights lock(WeightsSpec spec) throws InterruptedException {
        List<PathMatcher> include = matchers(spec.include());
        List<PathMatcher> exclude = matchers(spec.exclude());
        List<LockedFile> all = files(spec);
        List<LockedFile> taken = all.stream()
                .filter(file -> include.isEmpty() || matches(include, file))
                .filter(file -> !matches(exclude, file))
                .sorted(Comparator.comparing(LockedFile::path))
                .toList();
        if (taken.isEmpty()) {
            throw new WeightsException("%s at %s has %d files, and include %s with exclude %s takes none of them"
                    .formatted(spec.repo(), spec.revision(), all.size(), spec.include(), spec.exclude()));
        }
        return new LockedWeights(spec.field(), spec.repo(), spec.revision(), taken);
    }

    private List<LockedFile> files(WeightsSpec spec) throws InterruptedException {
        String what = "Listing " + spec.repo() + " at " + spec.revision();
        String tree = "/api/models/" + spec.repo().substring("hf://".length()) + "/tree/" + spec.revision() + "?";
        List<LockedFile> files = new ArrayList<>();
        Optional<String> query = Optional.of("recursive=true");
        for (int pages = 0; query.isPresent(); pages++) {
            if (pages == MOST_PAGES) {
                throw new WeightsException(what + ": there are more than " + MOST_PAGES + " pages");
            }
            Page page = page(tree + query.get(), what);
            for (JsonNode entry : page.entries()) {
                if (entry.path("type").asText().equals("file")) {
                    files.add(file(entry, what));
                }
            }
            query = page.next();
        }
        return files;
    }

    private Page page(String path, String what) throws InterruptedException {
        var attempts = new Attempts(settings, what);
        while (true) {
            try (Hub.Answer answer = hub.get(path, null, what, settings.silence())) {
                JsonNode entries = new JsonMapper().readTree(answer.body());
                if (!entries.isArray()) {
                    throw new WeightsException(what + ": the Hub's answer is no list: is " + Hub.ENDPOINT + " a Hub?");
                }
                // Its query alone: a mirror may hand on the addresses of what it mirrors.
                Matcher next = NEXT.matcher(answer.headers().firstValue("Link").orElse(""));
                return new Page(entries, next.find() ? Optional.of(next.group(1)) : Optional.empty());
            } catch (JsonEOFException e) {
                attempts.failed(e, false);
            } catch (JsonProcessingException e) {
                throw new WeightsException(what + ": the Hub's answer is no JSON: is " + Hub.ENDPOINT + " a Hub?", e);
            } catch (IOException e) {
                attempts.failed(e, false);
            }
        }
    }

    private record Page(JsonNode entries, Optional<String> next) {}

    private static LockedFile file(JsonNode entry, String what) {
        JsonNode large = entry.path("lfs");
        try {
            return large.isObject()
                    ? new LockedFile(
                            entry.path("path").asText(),
                            large.path("size").asLong(-1),
                            LockedFile.SHA256 + large.path("oid").asText())
                    : new LockedFile(
                            entry.path("path").asText(),
                            entry.path("size").asLong(-1),
                            LockedFile.GIT_BLOB + entry.path("oid").asText());
        } catch (ManifestException e) {
            throw new WeightsException(what + ": " + e.getMessage(), e);
        }
    }

    private static List<PathMatcher> matchers(List<String> globs) {
        return globs.stream().map(Listing::matcher).toList();
    }

    private static PathMatcher matcher(String glob) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + glob);
        } catch (PatternSyntaxException e) {
            throw new WeightsException("@Weights has the pattern '%s': %s".formatted(glob, e.getDescription()), e);
        }
    }

    private static boolean matches(List<PathMatcher> matchers, LockedFile file) {
        Path path = Path.of(file.path());
        return matchers.stream().anyMatch(matcher -> matcher.matches(path));
    }
}
