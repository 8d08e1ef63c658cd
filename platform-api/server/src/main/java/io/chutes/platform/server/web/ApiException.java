package io.chutes.platform.server.web;

import io.chutes.platform.api.Problem;
import io.chutes.platform.server.PlatformException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that is answered with a problem. What it says is shown to the caller. */
public final class ApiException extends PlatformException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient List<Problem.FieldError> errors;
    private final @Nullable Duration retryAfter;

    private ApiException(int status, String detail, List<Problem.FieldError> errors) {
        this(status, detail, errors, null);
    }

    private ApiException(int status, String detail, List<Problem.FieldError> errors, @Nullable Duration retryAfter) {
        super(detail);
        this.retryAfter = retryAfter;
        this.status = status;
        this.errors = List.copyOf(errors);
    }

    /** The request cannot be understood: its JSON, a parameter or a header is not well-formed. */
    public static ApiException badRequest(String detail) {
        return new ApiException(400, detail, List.of());
    }

    /** There is no key, or one that is unknown, expired or revoked. */
    public static ApiException unauthorized(String detail) {
        return new ApiException(401, detail, List.of());
    }

    /** The credit is spent, or a budget or cap is reached. */
    public static ApiException paymentRequired(String detail) {
        return new ApiException(402, detail, List.of());
    }

    /** The key is good, but its scopes, or its account's roles, do not allow this. */
    public static ApiException forbidden(String detail) {
        return new ApiException(403, detail, List.of());
    }

    /** There is no such thing, or none that the caller may know of. */
    public static ApiException notFound(String detail) {
        return new ApiException(404, detail, List.of());
    }

    /** It contradicts what is there: a name is taken, a version serves, another request is at it. */
    public static ApiException conflict(String detail) {
        return new ApiException(409, detail, List.of());
    }

    /** The same, with the time after which it makes sense to ask again. */
    public static ApiException conflict(String detail, Duration retryAfter) {
        return new ApiException(409, detail, List.of(), retryAfter);
    }

    /** It was there, and is kept no longer. */
    public static ApiException gone(String detail) {
        return new ApiException(410, detail, List.of());
    }

    /** What {@code If-Match} names is not as it was. */
    public static ApiException preconditionFailed(String detail) {
        return new ApiException(412, detail, List.of());
    }

    /** The body is larger than is taken. */
    public static ApiException tooLarge(String detail) {
        return new ApiException(413, detail, List.of());
    }

    /** The request is well-formed, and cannot be done: a value is out of range, or nothing here would obey it. */
    public static ApiException unprocessable(String detail) {
        return new ApiException(422, detail, List.of());
    }

    /** The body is well-formed, but some of its places are not what they should be. */
    public static ApiException unprocessable(String detail, List<Problem.FieldError> errors) {
        return new ApiException(422, detail, errors);
    }

    /** One place of the body, by JSON Pointer, breaks a rule. */
    public static ApiException unprocessable(String pointer, String rule, String message) {
        return new ApiException(422, message, List.of(new Problem.FieldError(pointer, rule, message)));
    }

    /** More was asked in a time than is allowed, or every instance is full; {@code Retry-After} says when to come again. */
    public static ApiException tooManyRequests(String detail) {
        return new ApiException(429, detail, List.of());
    }

    /** The same, with the time after which it makes sense to ask again. */
    public static ApiException tooManyRequests(String detail, Duration retryAfter) {
        return new ApiException(429, detail, List.of(), retryAfter);
    }

    /** This platform, as it is set up, does not have that. */
    public static ApiException notImplemented(String detail) {
        return new ApiException(501, detail, List.of());
    }

    /** The instance gave no answer that could be passed on. */
    public static ApiException badGateway(String detail) {
        return new ApiException(502, detail, List.of());
    }

    /** No instance can take the call, for a reason that is said. */
    public static ApiException unavailable(String detail) {
        return new ApiException(503, detail, List.of());
    }

    /** It took longer than it may. */
    public static ApiException gatewayTimeout(String detail) {
        return new ApiException(504, detail, List.of());
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** What happened and what to do, for the caller. */
    @SuppressWarnings("NullAway") // the constructor always sets it
    public String detail() {
        return getMessage();
    }

    /** How long to wait before asking again, if that helps. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** The places of the body at fault, if any. */
    public List<Problem.FieldError> errors() {
        return errors;
    }
}
