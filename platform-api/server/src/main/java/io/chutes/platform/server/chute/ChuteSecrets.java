package io.chutes.platform.server.chute;

import java.util.List;
import java.util.Set;

/** Where it is known which secrets there are. */
@FunctionalInterface
public interface ChuteSecrets {
    /** Of those names, the ones that an instance of that chute would be given. */
    Set<String> present(long accountId, String chute, List<String> names);
}
