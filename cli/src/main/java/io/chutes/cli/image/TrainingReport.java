package io.chutes.cli.image;

import java.util.List;

/**
 * What the runtime says of a training run.
 *
 * @param skipped why neither the chute's own start-up nor its endpoints ran; empty if they did
 */
record TrainingReport(String skipped, List<Called> calls) {
    TrainingReport {
        calls = List.copyOf(calls);
    }

    record Called(String endpoint, int status) {}

    /** In a sentence. */
    String text() {
        if (!skipped.isEmpty()) {
            return "Trained the AOT cache without the chute's own start-up: " + skipped;
        }
        long failed = calls.stream()
                .filter(call -> call.status() == 0 || call.status() >= 500)
                .count();
        return "Trained the AOT cache with %d calls".formatted(calls.size())
                + (failed == 0 ? "" : ", of which %d failed".formatted(failed));
    }
}
