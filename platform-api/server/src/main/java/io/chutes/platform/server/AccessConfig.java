package io.chutes.platform.server;

import io.chutes.platform.api.Money;
import io.chutes.platform.server.web.Ingress;
import io.chutes.platform.server.web.RateLimits;
import io.chutes.platform.server.web.Tls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in, and how.
 *
 * @param developerDeposit what an account leaves in escrow to be a developer, zero for nothing
 * @param limits how much one may ask
 * @param tls what to be known by, null to speak plain HTTP
 * @param ingress what stands before it
 * @param admin the account that runs the platform from its first start, null for none
 */
public record AccessConfig(
        Money developerDeposit,
        RateLimits limits,
        @Nullable Tls tls,
        Ingress ingress,
        @Nullable FirstAdmin admin) {
    /**
     * Of a platform that is its owner's alone: nothing is limited, to be a developer costs a dollar of play money, and chutes have hosts
     * in {@code localhost}, which leads to this machine by itself.
     */
    public static final AccessConfig EMBEDDED =
            new AccessConfig(Money.of("1"), RateLimits.NONE, null, new Ingress(null, List.of(), "localhost"), null);

    /**
     * The first of those who run the platform.
     *
     * @param account its name
     * @param key its key, <code>ck_&lt;16 letters or digits&gt;_&lt;40 letters or digits&gt;</code>, made by its owner
     */
    public record FirstAdmin(String account, String key) {
        /** Hides the key. */
        @Override
        public String toString() {
            return "FirstAdmin[account=" + account + "]";
        }
    }
}
