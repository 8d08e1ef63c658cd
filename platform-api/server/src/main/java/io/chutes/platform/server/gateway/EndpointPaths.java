package io.chutes.platform.server.gateway;

import io.chutes.platform.manifest.EndpointSpec;
import java.util.List;

/** Finds endpoints by the paths of calls: a segment in braces stands for any one, and one that is written out comes first. */
record EndpointPaths(List<EndpointSpec> endpoints) {
    /** Those that a path means, one for each method; none if there is none. */
    List<EndpointSpec> at(String path) {
        String[] segments = path.split("/", -1);
        List<EndpointSpec> matching = endpoints.stream()
                .filter(endpoint -> matches(endpoint.path().split("/", -1), segments))
                .toList();
        return matching.stream()
                .filter(endpoint -> matching.stream().noneMatch(other -> isCloser(other, endpoint)))
                .toList();
    }

    private static boolean matches(String[] pattern, String[] segments) {
        if (pattern.length != segments.length) {
            return false;
        }
        for (int i = 0; i < pattern.length; i++) {
            boolean fits = isParameter(pattern[i]) ? !segments[i].isEmpty() : pattern[i].equals(segments[i]);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** Of the same method, and written out where the other has a parameter, at the first segment where they differ in that. */
    private static boolean isCloser(EndpointSpec one, EndpointSpec other) {
        String[] left = one.path().split("/", -1);
        String[] right = other.path().split("/", -1);
        for (int i = 0; i < left.length; i++) {
            if (isParameter(left[i]) != isParameter(right[i])) {
                return one.method().equals(other.method()) && isParameter(right[i]);
            }
        }
        return false;
    }

    private static boolean isParameter(String segment) {
        return segment.startsWith("{");
    }
}
