package io.chutes.platform.api;

/**
 * What a secret is to be: the body of {@code PUT /v1/secrets/{name}}. No answer ever holds it.
 *
 * @param value the secret itself
 */
public record SecretValue(String value) {
    /** Hides the value. */
    @Override
    public String toString() {
        return "SecretValue[…]";
    }
}
