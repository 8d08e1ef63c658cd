package io.chutes.platform.server.gateway;

import io.chutes.platform.manifest.EndpointSpec;
import io.chutes.platform.manifest.PathTemplate;
import io.chutes.platform.server.web.ApiException;
import io.javalin.http.MethodNotAllowedResponse;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The endpoint that a call is for, and its path there.
 *
 * @param path made anew of what was matched, so that it leads nowhere else whatever the caller wrote
 */
record CalledEndpoint(EndpointSpec endpoint, String path) {
    /** The first segment of what belongs to the runtime, which a parameter could take otherwise. */
    private static final String RUNTIME = "_chute";

    /**
     * Finds it.
     *
     * @param chute the chute's name
     * @param endpoints those that the caller may call
     * @param path as it was called, with its leading slash
     */
    static CalledEndpoint of(String chute, List<EndpointSpec> endpoints, String method, String path) {
        return endpoints.stream()
                .filter(endpoint ->
                        endpoint.path().equals(path) && endpoint.method().equals(method) && path.indexOf('{') < 0)
                .findFirst()
                .map(endpoint -> new CalledEndpoint(endpoint, path))
                .orElseGet(() -> matched(chute, endpoints, method, path));
    }

    private static CalledEndpoint matched(String chute, List<EndpointSpec> endpoints, String method, String path) {
        List<String> segments = Stream.of(path.substring(1).split("/", -1))
                .map(CalledEndpoint::decoded)
                .toList();
        List<EndpointSpec> atPath = endpoints.stream()
                .filter(endpoint -> !segments.getFirst().equals(RUNTIME)
                        && endpoint.template().takes(segments))
                .toList();
        if (atPath.isEmpty()) {
            throw ApiException.notFound(
                    "Chute '%s' has no endpoint %s; it has %s".formatted(chute, path, listed(endpoints)));
        }
        return atPath.stream()
                .filter(endpoint -> endpoint.method().equals(method))
                .min(Comparator.comparing(EndpointSpec::template, PathTemplate.CLOSEST_FIRST))
                .map(endpoint -> new CalledEndpoint(endpoint, encoded(segments)))
                .orElseThrow(() -> notAllowed(atPath));
    }

    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("The path has an escape that is none: '%s'".formatted(segment));
        }
    }

    private static String encoded(List<String> segments) {
        return segments.stream()
                .map(segment ->
                        URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/", "/", ""));
    }

    private static String listed(List<EndpointSpec> endpoints) {
        return endpoints.isEmpty()
                ? "none"
                : endpoints.stream()
                        .map(endpoint -> endpoint.method() + " " + endpoint.path())
                        .collect(Collectors.joining(", "));
    }

    private static MethodNotAllowedResponse notAllowed(List<EndpointSpec> endpoints) {
        String methods = endpoints.stream().map(EndpointSpec::method).distinct().collect(Collectors.joining(", "));
        return new MethodNotAllowedResponse("Method not allowed", Map.of("availableMethods", methods));
    }
}
