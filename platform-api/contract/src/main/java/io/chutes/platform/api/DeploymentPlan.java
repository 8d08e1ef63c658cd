package io.chutes.platform.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What deploying an image would do: {@code POST /v1/chutes/plan}, which does none of it.
 *
 * @param chute the chute's name, as the image says
 * @param serving the version that serves now, null for a new chute
 * @param version the version that the image is already, null if it would become a new one
 * @param changes what is different from the version that serves, setting by setting; none for a new chute
 * @param scaling how few and how many instances there would be: what the owner has set stays
 * @param gpus the GPU models it can run on, the cheapest first; none if it needs no GPU
 * @param cost what it would cost
 */
public record DeploymentPlan(
        String chute,
        @Nullable Integer serving,
        @Nullable Integer version,
        List<ContractChange> changes,
        ChuteScaling scaling,
        List<GpuOffer> gpus,
        CostEstimate cost) {
    public DeploymentPlan {
        changes = List.copyOf(changes);
        gpus = List.copyOf(gpus);
    }

    /** The changes that can hurt callers: deploying is refused while there are any and nobody allows them. */
    public List<ContractChange> breakingChanges() {
        return changes.stream().filter(ContractChange::breaking).toList();
    }

    /**
     * One difference between two versions.
     *
     * @param breaking whether callers of the version before can be hurt
     * @param place what is different, such as {@code greet, request, /name}
     * @param what the difference, in words
     */
    public record ContractChange(boolean breaking, String place, String what) {
        @Override
        public String toString() {
            return place + ": " + what;
        }
    }

    /**
     * A GPU model that an instance can run on.
     *
     * @param model its id, such as {@code L4}
     * @param name its vendor's name
     * @param vramGb its memory, GB as the vendor states it
     * @param hourly what an instance costs an hour on it, with all its GPUs
     */
    public record GpuOffer(String model, String name, int vramGb, Money hourly) {}
}
