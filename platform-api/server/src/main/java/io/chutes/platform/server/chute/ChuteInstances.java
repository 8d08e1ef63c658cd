package io.chutes.platform.server.chute;

import io.chutes.platform.api.InstanceState;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The running side of chutes: what there is of each, and whom to tell that something else is wanted. */
public interface ChuteInstances {
    /** The instances of a chute, newest first; those that ended more than an hour ago are left out. */
    List<InstanceState> of(Chute chute);

    /** Has an instance of the version that serves started if there is none, as a call would, and idle from now on. */
    void warmUp(Handle handle, Chute chute);

    /** Chutes were deployed or deleted, or others may call them. */
    void changed();
}
