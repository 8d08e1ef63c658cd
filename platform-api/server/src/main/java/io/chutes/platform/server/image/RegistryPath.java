package io.chutes.platform.server.image;

import io.chutes.platform.server.image.RegistryRequest.AppendToUpload;
import io.chutes.platform.server.image.RegistryRequest.CancelUpload;
import io.chutes.platform.server.image.RegistryRequest.CheckSupport;
import io.chutes.platform.server.image.RegistryRequest.DeleteBlob;
import io.chutes.platform.server.image.RegistryRequest.DeleteManifest;
import io.chutes.platform.server.image.RegistryRequest.FinishUpload;
import io.chutes.platform.server.image.RegistryRequest.ListReferrers;
import io.chutes.platform.server.image.RegistryRequest.ListTags;
import io.chutes.platform.server.image.RegistryRequest.ReadBlob;
import io.chutes.platform.server.image.RegistryRequest.ReadManifest;
import io.chutes.platform.server.image.RegistryRequest.StartUpload;
import io.chutes.platform.server.image.RegistryRequest.UploadStatus;
import io.chutes.platform.server.image.RegistryRequest.WriteManifest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the method and the raw path of a request. Names hold slashes, so a path is read from its end, and every part of it
 * must fit its grammar: nothing that could climb out of a folder gets further than this.
 */
final class RegistryPath {
    private static final String ROOT = "/v2/";

    private final String method;
    private final List<String> parts;

    private RegistryPath(String method, List<String> parts) {
        this.method = method;
        this.parts = parts;
    }

    static RegistryRequest parse(String method, String rawPath) {
        if (rawPath.equals("/v2") || rawPath.equals(ROOT)) {
            return new RegistryPath(method, List.of()).root();
        }
        if (!rawPath.startsWith(ROOT)) {
            throw unknownRoute(rawPath);
        }
        // Split before decoding: an encoded slash stays inside its part, where no grammar allows it.
        var parts = Arrays.stream(rawPath.substring(ROOT.length()).split("/", -1))
                .map(part -> decoded(part, rawPath))
                .toList();
        return new RegistryPath(method, parts).inRepository(rawPath);
    }

    private RegistryRequest root() {
        return switch (method) {
            case "GET", "HEAD" -> new CheckSupport();
            default -> throw methodNotAllowed("GET, HEAD");
        };
    }

    private RegistryRequest inRepository(String rawPath) {
        if (endsWith(2, "tags") && endsWith(1, "list")) {
            return tags(name(2));
        }
        if (endsWith(2, "blobs") && endsWith(1, "uploads")) {
            return uploads(name(2));
        }
        if (endsWith(3, "blobs") && endsWith(2, "uploads")) {
            return part(1).isEmpty() ? uploads(name(3)) : upload(name(3), part(1));
        }
        if (endsWith(2, "blobs")) {
            return blob(name(2), part(1));
        }
        if (endsWith(2, "manifests")) {
            return manifest(name(2), part(1));
        }
        if (endsWith(2, "referrers")) {
            return referrers(name(2), part(1));
        }
        throw unknownRoute(rawPath);
    }

    private RegistryRequest referrers(RepositoryName name, String subject) {
        return switch (method) {
            case "GET", "HEAD" -> new ListReferrers(name, Digest.parse(subject));
            default -> throw methodNotAllowed("GET, HEAD");
        };
    }

    private RegistryRequest tags(RepositoryName name) {
        return switch (method) {
            case "GET", "HEAD" -> new ListTags(name);
            default -> throw methodNotAllowed("GET, HEAD");
        };
    }

    private RegistryRequest uploads(RepositoryName name) {
        return switch (method) {
            case "POST" -> new StartUpload(name);
            default -> throw methodNotAllowed("POST");
        };
    }

    private RegistryRequest upload(RepositoryName name, String upload) {
        return switch (method) {
            case "GET", "HEAD" -> new UploadStatus(name, upload);
            case "PATCH" -> new AppendToUpload(name, upload);
            case "PUT" -> new FinishUpload(name, upload);
            case "DELETE" -> new CancelUpload(name, upload);
            default -> throw methodNotAllowed("GET, HEAD, PATCH, PUT, DELETE");
        };
    }

    private RegistryRequest blob(RepositoryName name, String digest) {
        return switch (method) {
            case "GET", "HEAD" -> new ReadBlob(name, Digest.parse(digest));
            case "DELETE" -> new DeleteBlob(name, Digest.parse(digest));
            default -> throw methodNotAllowed("GET, HEAD, DELETE");
        };
    }

    private RegistryRequest manifest(RepositoryName name, String reference) {
        return switch (method) {
            case "GET", "HEAD" -> new ReadManifest(name, reference(reference, ErrorCode.MANIFEST_UNKNOWN));
            case "PUT" -> new WriteManifest(name, reference(reference, ErrorCode.MANIFEST_INVALID));
            case "DELETE" -> new DeleteManifest(name, reference(reference, ErrorCode.MANIFEST_UNKNOWN));
            default -> throw methodNotAllowed("GET, HEAD, PUT, DELETE");
        };
    }

    private static Reference reference(String text, ErrorCode otherwise) {
        if (text.contains(":")) {
            return new Reference.Pinned(Digest.parse(text));
        }
        return Reference.find(text)
                .orElseThrow(() -> new RegistryException(
                        otherwise,
                        "A tag is at most 128 letters, digits, '_', '.' and '-' and starts with neither of the last two; got '"
                                + shortened(text) + "'"));
    }

    /** The name that remains without so many parts at the end. */
    private RepositoryName name(int without) {
        return RepositoryName.parse(String.join("/", parts.subList(0, parts.size() - without)));
    }

    private boolean endsWith(int fromEnd, String word) {
        return parts.size() > fromEnd && part(fromEnd).equals(word);
    }

    private String part(int fromEnd) {
        return parts.get(parts.size() - fromEnd);
    }

    private static String decoded(String part, String rawPath) {
        try {
            // A plus sign means itself in a path, unlike in a form.
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unknownRoute(rawPath);
        }
    }

    private RegistryException methodNotAllowed(String allowed) {
        return new RegistryException(405, ErrorCode.UNSUPPORTED, "This registry does not support " + method + " here")
                .with("Allow", allowed);
    }

    private static RegistryException unknownRoute(String rawPath) {
        return new RegistryException(
                ErrorCode.UNSUPPORTED, "This registry has nothing at '" + shortened(rawPath) + "'");
    }

    /** What a message can bear of text that a client sent. */
    static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
