package io.chutes.platform.server.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.api.Problem;
import io.chutes.platform.server.web.ApiException;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpStatus;

/** Why jobs fail, as problems: their instances' own, and the platform's. */
final class JobProblems {
    private static final int FIRST_FAILURE = 500;
    private static final int LONGEST_DETAIL = 1000;
    private static final int MOST_ERRORS = 20;

    /** What would go another way if it were asked again. */
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    private JobProblems() {}

    /** Whether another attempt would meet the same. */
    static boolean isLasting(Problem problem) {
        return problem.status() < FIRST_FAILURE && !PASSING.contains(problem.status());
    }

    static Problem of(Job job, int status, String detail) {
        return new Problem("about:blank", HttpStatus.getMessage(status), status, detail, job.id(), List.of());
    }

    static Problem of(Job job, ApiException refusal) {
        return of(job, refusal.status(), refusal.detail());
    }

    /** What a chute says of its failure, as far as it is kept: whatever it says, the row of its job stays small. */
    static Problem kept(Problem told, Job job) {
        return new Problem(
                "about:blank",
                HttpStatus.getMessage(told.status()),
                told.status(),
                shortened(told.detail(), LONGEST_DETAIL),
                job.id(),
                told.errors().stream()
                        .limit(MOST_ERRORS)
                        .map(error -> new Problem.FieldError(
                                shortened(error.pointer(), LONGEST_DETAIL),
                                shortened(error.rule(), LONGEST_DETAIL),
                                shortened(error.message(), LONGEST_DETAIL)))
                        .toList());
    }

    /** Text of a chute's, as the database can keep it. */
    static String shortened(String text, int longest) {
        String storable = text.replace("\0", "");
        return storable.length() <= longest ? storable : storable.substring(0, longest);
    }

    static String json(Problem problem) {
        try {
            return PlatformJson.mapper().writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not write a problem as JSON", e);
        }
    }

    /** Its sentence. */
    static String sentence(Problem problem) {
        return problem.detail().isBlank() ? "it failed with status " + problem.status() : problem.detail();
    }
}
