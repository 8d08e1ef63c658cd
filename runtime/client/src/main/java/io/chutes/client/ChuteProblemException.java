package io.chutes.client;

import java.util.List;

/**
 * A call that was answered by a problem (RFC 9457): the chute or the platform refused it, or failed. Its subclasses are those
 * that a caller may do something about; any other status comes as this class itself.
 */
public sealed class ChuteProblemException extends ChuteException
        permits InvalidRequestException,
                UnauthorizedException,
                PaymentRequiredException,
                NotFoundException,
                TooManyRequestsException,
                ChuteUnavailableException,
                ChuteFailedException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String detail;
    private final String requestId;
    private final FieldError[] errors;

    ChuteProblemException(Problem problem) {
        super(problem.sentence(), null);
        this.status = problem.status();
        this.detail = problem.detail();
        this.requestId = problem.requestId();
        this.errors = problem.errors().toArray(FieldError[]::new);
    }

    /** The HTTP status, 300 to 599. */
    public final int status() {
        return status;
    }

    /** What is wrong and what would be right, as the answer says it. */
    public final String detail() {
        return detail;
    }

    /** The id under which the call is in the chute's log; empty if the answer named none. */
    public final String requestId() {
        return requestId;
    }

    /** The places of the body at fault, if it was about the body. */
    public final List<FieldError> errors() {
        return List.of(errors);
    }
}
