package io.chutes.platform.server.chute;

import io.chutes.platform.api.Canary;
import io.chutes.platform.api.Rollout.Cause;
import io.chutes.platform.digest.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of a chute get calls.
 *
 * @param rollout the number of the rollout that says so
 * @param version the version that serves
 * @param canary one that is tried out beside it, null for none
 * @param cause why that rollout came to be
 * @param since when it did
 */
public record Traffic(int rollout, int version, @Nullable Canary canary, Cause cause, Instant since) {
    private static final int WHOLE = 100;

    /** All versions that get some, the one that serves first. */
    public List<Integer> versions() {
        return canary == null ? List.of(version) : List.of(version, canary.version());
    }

    /**
     * The version for a call.
     *
     * @param key the id of the key it is made with
     * @param repeatable what makes a repetition of the call the same call, null if nothing does
     */
    public int pick(String key, @Nullable String repeatable) {
        return canary != null && place(canary, key, repeatable) < canary.percent() ? canary.version() : version;
    }

    private static int place(Canary canary, String key, @Nullable String repeatable) {
        return switch (canary.split()) {
            case CALLERS -> place(canary, key);
            case CALLS ->
                repeatable == null ? ThreadLocalRandom.current().nextInt(WHOLE) : place(canary, key + " " + repeatable);
        };
    }

    // By the version that is tried out and not by the rollout: whoever meets it goes on meeting it when it gets more.
    private static int place(Canary canary, String of) {
        byte[] hash = Sha256.begin().digest((canary.version() + " " + of).getBytes(StandardCharsets.UTF_8));
        return Math.floorMod(ByteBuffer.wrap(hash).getInt(), WHOLE);
    }
}
