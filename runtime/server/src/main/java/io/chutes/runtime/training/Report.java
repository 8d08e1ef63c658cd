package io.chutes.runtime.training;

import java.util.List;

/**
 * What a training run did, as JSON for whoever builds the image.
 *
 * @param skipped why neither the chute's own start-up nor its endpoints ran; empty if they did
 * @param calls of its endpoints
 */
public record Report(String skipped, List<Called> calls) {
    public Report {
        calls = List.copyOf(calls);
    }

    /**
     * A call.
     *
     * @param status of its answer; 0 if that broke off
     */
    public record Called(String endpoint, int status) {}
}
