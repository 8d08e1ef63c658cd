package io.chutes.platform.server.access;

import io.chutes.platform.api.Action;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.Resource;
import io.chutes.platform.api.Role;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An account that calls with one of its keys.
 *
 * @param accountId the account's id
 * @param account its name
 * @param roles what else it is
 * @param keyId the id of the key, which is no secret
 * @param grant what the key allows
 * @param spendCap the most that calls with the key may ever cost, null for no cap of its own
 */
public record Principal(
        long accountId,
        String account,
        Set<Role> roles,
        String keyId,
        Grant grant,
        @Nullable Money spendCap) {
    public Principal {
        roles = Set.copyOf(roles);
    }

    /**
     * Whether the key allows that; of what is the account's own, by either name.
     *
     * @param id of one thing: its name, or {@code <account>/<name>}
     */
    public boolean may(Resource resource, Action action, String id) {
        String own = account + "/";
        String name = id.startsWith(own) ? id.substring(own.length()) : id;
        return grant.allows(resource, action, name) || grant.allows(resource, action, own + name);
    }
}
