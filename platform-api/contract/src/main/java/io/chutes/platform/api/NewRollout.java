package io.chutes.platform.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/chutes/{name}/rollouts}: lets a version serve, or tries one out.
 *
 * @param version any version of the chute
 * @param percent how much of the calls it gets, 1 to 100; null for all of them
 * @param split what the percentage is of; null for calls
 * @param allowBreaking whether it may serve although callers of the version that serves can be hurt; null for not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NewRollout(
        int version,
        @Nullable Integer percent,
        @Nullable Split split,
        @Nullable Boolean allowBreaking) {
    /** All calls to that version, unless callers can be hurt. */
    public NewRollout(int version) {
        this(version, null, null, null);
    }
}
