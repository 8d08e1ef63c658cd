package io.chutes.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An answer that is no success, or the last event of a stream that failed. */
record Problem(int status, String title, String detail, String requestId, List<FieldError> errors) {
    /** A proxy's page of HTML is no message. */
    private static final int MAX_DETAIL = 1000;

    /** Lenient: whatever it holds is better than an exception about it. */
    private static final ObjectReader READER =
            new JsonMapper().readerFor(Problem.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    @SuppressWarnings("NullAway") // what the JSON leaves out is null here
    Problem {
        title = title == null ? "" : title;
        detail = detail == null ? title : detail;
        requestId = requestId == null ? "" : requestId;
        errors = errors == null ? List.of() : List.copyOf(errors);
    }

    /** Reads an answer; one that is no problem document, from a proxy perhaps, becomes one with its text as detail. */
    static Problem read(int status, String body, @Nullable String requestId) {
        String id = requestId == null ? "" : requestId;
        try {
            @Nullable Problem problem = READER.readValue(body);
            if (problem != null) {
                return new Problem(
                        status,
                        problem.title(),
                        problem.detail(),
                        problem.requestId().isEmpty() ? id : problem.requestId(),
                        problem.errors());
            }
        } catch (JsonProcessingException notAProblem) {
            // its text is all there is
        }
        String text = body.strip();
        return new Problem(
                status, "", text.length() > MAX_DETAIL ? text.substring(0, MAX_DETAIL) + "…" : text, id, List.of());
    }

    ChuteProblemException exception(@Nullable Duration retryAfter) {
        return switch (status) {
            case 400, 422 -> new InvalidRequestException(this);
            case 401, 403 -> new UnauthorizedException(this);
            case 402 -> new PaymentRequiredException(this);
            case 404, 410 -> new NotFoundException(this);
            case 429 -> new TooManyRequestsException(this, retryAfter);
            case 502, 503, 504 -> new ChuteUnavailableException(this, retryAfter);
            default -> status >= 500 ? new ChuteFailedException(this) : new ChuteProblemException(this);
        };
    }

    String sentence() {
        String places = errors.stream()
                .map(error -> (error.pointer().isEmpty() ? "body" : error.pointer()) + ": " + error.message())
                .collect(Collectors.joining("; "));
        return status + (detail.isEmpty() ? "" : " " + detail) + (places.isEmpty() ? "" : " (" + places + ")");
    }
}
