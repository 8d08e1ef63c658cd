package io.chutes.platform.server.image;

import io.chutes.platform.server.image.RegistryRequest.CheckSupport;
import io.chutes.platform.server.image.RegistryRequest.InRepository;
import io.chutes.platform.server.image.RegistryRequest.Pull;

/** Who talks to the registry, and what they may do. */
sealed interface Caller {
    /** Somebody with a key: all that is their account's, and nothing else. */
    record Account(String name) implements Caller {}

    /** A node of this platform: it pulls whatever it is told to run. */
    record Node() implements Caller {}

    /** Refuses what this caller may not do; the answer is the same whether or not the thing exists. */
    default void require(RegistryRequest request) {
        boolean allowed =
                switch (request) {
                    case CheckSupport _ -> true;
                    case InRepository inside ->
                        switch (this) {
                            case Account(String account) ->
                                inside.name().account().equals(account);
                            case Node _ -> inside instanceof Pull;
                        };
                };
        if (!allowed) {
            throw new RegistryException(ErrorCode.DENIED, refusal());
        }
    }

    private String refusal() {
        return switch (this) {
            case Account(String account) -> "This key may use only repositories that begin with " + account + "/";
            case Node _ -> "A node may pull images, but not push any";
        };
    }
}
