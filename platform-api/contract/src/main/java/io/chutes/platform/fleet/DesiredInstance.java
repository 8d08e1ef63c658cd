package io.chutes.platform.fleet;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An instance that a node is to run.
 *
 * @param id its id
 * @param chute {@code <account>/<name>}, for logs
 * @param image {@code <account>/<repository>@sha256:<64 hex>} in the platform's registry
 * @param token the secret that the instance asks of its callers
 * @param gpu the GPU model it is given, null for none
 * @param gpuCount how many
 * @param cores processor cores that are reserved for it, 0 for its GPUs' share of the node's
 * @param memoryGb memory reserved for it, GiB, 0 for its GPUs' share of the node's
 * @param environment variables for its process, secrets among them: to be kept in memory alone
 * @param startLimit how long it may take from its process to its readiness
 * @param callLimit how long a call may take: a stream that runs as the instance is asked to end has that long
 */
public record DesiredInstance(
        String id,
        String chute,
        String image,
        String token,
        @Nullable String gpu,
        int gpuCount,
        int cores,
        int memoryGb,
        Map<String, String> environment,
        Duration startLimit,
        Duration callLimit) {
    public DesiredInstance {
        environment = Map.copyOf(environment);
    }

    /** The same with these variables too. */
    public DesiredInstance with(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(variables);
        return new DesiredInstance(id, chute, image, token, gpu, gpuCount, cores, memoryGb, all, startLimit, callLimit);
    }

    /** Hides the token and the variables. */
    @Override
    public String toString() {
        return "DesiredInstance[" + id + " of " + chute + "]";
    }
}
