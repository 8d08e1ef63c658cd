package io.chutes.platform.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A chute as OpenAI's API lists it.
 *
 * @param id what a request names as its {@code model}: {@code <account>/<chute>}
 * @param object what it is: {@code model}
 * @param created when the version that serves was made, in seconds since 1970
 * @param ownedBy its owner's account
 */
public record Model(
        String id,
        String object,
        long created,
        @JsonProperty("owned_by") String ownedBy) {
    private static final String OBJECT = "model";

    /** One of an account. */
    public static Model of(String account, String chute, long created) {
        return new Model(account + "/" + chute, OBJECT, created, account);
    }
}
