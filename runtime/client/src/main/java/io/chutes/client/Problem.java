package io.chutes.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An answer that is no success, or the last event of a stream that failed. */
record Problem(int status, String title, String detail, String requestId, List<FieldError> errors) {
    /** More is no message, such as a proxy's page of HTML. */
    private static final int MAX_DETAIL = 1000;

    private static final int LEAST_STATUS = 400;
    private static final int MOST_STATUS = 599;
    private static final int UNKNOWN_STATUS = 500;
    private static final JsonMapper MAPPER = new JsonMapper();

    Problem {
        errors = List.copyOf(errors);
    }

    /**
     * Reads an answer, whatever of RFC 9457 it holds; one that is no problem document, from a proxy perhaps, becomes one with its text
     * as detail.
     */
    static Problem read(int status, String body, @Nullable String requestId) {
        JsonNode document = document(body);
        String id = document.path("requestId").asText(requestId == null ? "" : requestId);
        if (!document.isObject()) {
            return new Problem(status, "", shortened(body.strip()), id, List.of());
        }
        String title = document.path("title").asText("");
        List<FieldError> errors = new ArrayList<>();
        for (JsonNode error : document.path("errors")) {
            if (error.isObject()) {
                errors.add(new FieldError(
                        error.path("pointer").asText(""),
                        error.path("rule").asText(""),
                        error.path("message").asText("")));
            }
        }
        return new Problem(status, title, document.path("detail").asText(title), id, errors);
    }

    /** Reads the last event of a stream that failed, whose status is within it. */
    static Problem ofEvent(String data) {
        return read(failure(document(data).path("status").asInt()), data, null);
    }

    /** Reads the last event of a stream that failed as OpenAI's API tells it; null if the event is something else. */
    static @Nullable Problem ofOpenAi(String data) {
        if (!data.startsWith("{") || !data.contains("\"error\"")) {
            return null; // most events, which are not read twice
        }
        JsonNode error = document(data).path("error");
        if (!error.isObject()) {
            return null;
        }
        return new Problem(
                failure(error.path("status").asInt()),
                error.path("type").asText(""),
                error.path("message").asText(""),
                error.path("requestId").asText(""),
                List.of());
    }

    private static int failure(int said) {
        return said < LEAST_STATUS || said > MOST_STATUS ? UNKNOWN_STATUS : said;
    }

    private static JsonNode document(String body) {
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException notAProblem) {
            return MissingNode.getInstance();
        }
    }

    private static String shortened(String text) {
        if (text.length() <= MAX_DETAIL) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_DETAIL - 1)) ? MAX_DETAIL - 1 : MAX_DETAIL;
        return text.substring(0, end) + "…";
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
        return status
                + (detail.isEmpty() ? "" : " " + shortened(detail))
                + (places.isEmpty() ? "" : " (" + shortened(places) + ")");
    }
}
