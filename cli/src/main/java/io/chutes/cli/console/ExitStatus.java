package io.chutes.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.chutes.platform.api.Problem;
import io.chutes.platform.client.PlatformException;
import java.io.IOException;
import java.util.Arrays;

/** How a command ended. Scripts rely on the numbers: they never change. */
public enum ExitStatus {
    OK(0, "done"),
    FAILED(1, "failed"),
    USAGE(2, "not understood"),
    NOT_FOUND(3, "there is no such thing"),
    REFUSED(4, "the platform refuses: no key, not allowed, or no credit"),
    CONFLICT(5, "something stands against it: another change, callers that would be hurt, or a missing --yes"),
    UNREACHABLE(6, "the platform does not answer");

    private final int code;
    private final String meaning;

    ExitStatus(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** What the process exits with. */
    public int code() {
        return code;
    }

    /** A line for each, as help shows them. */
    public static String[] lines() {
        return Arrays.stream(values())
                .map(status -> status.code + ":" + status.meaning)
                .toArray(String[]::new);
    }

    /** Of a request that failed. */
    public static ExitStatus of(PlatformException failure) {
        return failure.problem().map(ExitStatus::of).orElseGet(() -> {
            boolean silent = failure.getCause() instanceof IOException
                    && !(failure.getCause() instanceof JsonProcessingException);
            return silent ? UNREACHABLE : FAILED;
        });
    }

    /** Of an answer that is a problem. */
    public static ExitStatus of(Problem problem) {
        if (problem.errors().stream().anyMatch(error -> error.rule().equals("breaking"))) {
            return CONFLICT;
        }
        return switch (problem.status()) {
            case 401, 402, 403 -> REFUSED;
            case 404 -> NOT_FOUND;
            case 409, 412 -> CONFLICT;
            default -> FAILED;
        };
    }
}
