package io.chutes.client;

import java.net.URI;

/** Calls deployed chutes through their own classes. */
public final class Chutes {
    private Chutes() {}

    /**
     * An object of an annotated class whose {@code @Endpoint} methods call the deployed chute. Its constructor is not run, its
     * fields are not set and its other methods throw {@link UnsupportedOperationException}: they run where the chute is deployed,
     * and none may be final. A {@code Call} argument is not sent and may be null; a batched method calls once for each request of
     * its list, as many at once as the chute answers together.
     *
     * @throws IllegalArgumentException if the class is no chute, or one that cannot be stood in for; the message says why
     */
    public static <T> T remote(Class<T> chute, ChuteClient client) {
        return chute.cast(RemoteType.of(chute).calling(client));
    }

    /** As {@link #remote(Class, ChuteClient)}, of a chute at {@code <platform>/c/<account>/<chute>}. */
    public static <T> T remote(Class<T> chute, URI address, String key) {
        return remote(chute, ChuteClient.of(address, key));
    }
}
