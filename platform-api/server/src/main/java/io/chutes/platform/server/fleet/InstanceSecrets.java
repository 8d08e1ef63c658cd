package io.chutes.platform.server.fleet;

import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Where the values of secrets are had. */
@FunctionalInterface
public interface InstanceSecrets {
    /** Those of these names that an instance of that chute is given, by name. */
    Map<String, String> values(Handle handle, long accountId, String chute, List<String> names);
}
