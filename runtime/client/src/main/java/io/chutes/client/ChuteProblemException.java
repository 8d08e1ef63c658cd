package io.chutes.client;

import java.util.List;

/** A call that was answered by a problem (RFC 9457): the chute or the platform refused it, or failed. */
public final class ChuteProblemException extends ChuteException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    ChuteProblemException(Problem problem) {
        super(problem.sentence(), null);
        this.problem = problem;
    }

    /** The HTTP status, 400 to 599. */
    public int status() {
        return problem.status();
    }

    /** The id under which the call is in the chute's log; empty if the answer named none. */
    public String requestId() {
        return problem.requestId();
    }

    /** The places of the body at fault, if it was about the body. */
    public List<FieldError> errors() {
        return problem.errors();
    }

    /**
     * One place of a body at fault.
     *
     * @param pointer JSON Pointer (RFC 6901) to it
     * @param rule the rule it breaks, as JSON Schema names it
     * @param message what was found and what would be right
     */
    public record FieldError(String pointer, String rule, String message) {}
}
