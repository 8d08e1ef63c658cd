package io.chutes.platform.server.billing;

import java.math.BigDecimal;
import java.util.Map;

/**
 * What a platform is told about money.
 *
 * @param providerShare what the provider of a node earns of what instances on it cost, 0 to 1
 * @param paymentProviders the secret of each payment provider, by its name, at least 32 characters; none for no webhook
 */
public record BillingConfig(BigDecimal providerShare, Map<String, String> paymentProviders) {
    /** Nobody earns but the platform, and nobody pays in. */
    public static final BillingConfig NONE = new BillingConfig(BigDecimal.ZERO, Map.of());

    private static final int LEAST_SECRET = 32;

    public BillingConfig {
        paymentProviders = Map.copyOf(paymentProviders);
        paymentProviders.forEach((provider, secret) -> {
            if (!provider.matches("[a-z0-9-]{1,32}")) {
                throw new IllegalArgumentException(
                        "A payment provider is named by 1 to 32 small letters, digits and hyphens, not '%s'"
                                .formatted(provider));
            }
            if (secret.length() < LEAST_SECRET) {
                throw new IllegalArgumentException(
                        "The secret of payment provider %s has %d characters; at least %d are needed"
                                .formatted(provider, secret.length(), LEAST_SECRET));
            }
        });
    }

    /** Hides the secrets. */
    @Override
    public String toString() {
        return "BillingConfig[providerShare=" + providerShare + ", paymentProviders=" + paymentProviders.keySet() + "]";
    }
}
