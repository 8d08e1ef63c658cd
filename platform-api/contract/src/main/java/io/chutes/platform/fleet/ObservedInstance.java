package io.chutes.platform.fleet;

import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.Phase;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instance as its node sees it.
 *
 * @param id its id
 * @param status where in its life it is: pulling or later
 * @param reason why, in words for the chute's owner; it may repeat what the chute wrote, with U+FFFD for U+0000, which cannot be stored
 * @param address where it answers HTTP, such as {@code http://127.0.0.1:40123}; null before it does
 * @param phases the parts of its start that are over, in order
 */
public record ObservedInstance(
        String id,
        InstanceStatus status,
        String reason,
        @Nullable URI address,
        List<Phase> phases) {
    public ObservedInstance {
        reason = reason.replace('\0', '\uFFFD');
        phases = List.copyOf(phases);
    }
}
