package io.chutes.platform.node.engine;

import io.chutes.platform.fleet.DesiredInstance;
import java.util.Map;

/** What the runtime inside an image is told by variables, whichever engine starts it. */
final class RuntimeVariables {
    static final String INSTANCE_ID = "CHUTES_INSTANCE_ID";

    /** A folder with one for each field that takes weights. */
    static final String WEIGHTS = "CHUTES_WEIGHTS";

    private RuntimeVariables() {}

    /** Who it is and where it is to answer. */
    static Map<String, String> of(DesiredInstance instance, String host, int port) {
        return Map.of(
                "CHUTES_HOST",
                host,
                "CHUTES_PORT",
                Integer.toString(port),
                INSTANCE_ID,
                instance.id(),
                "CHUTES_INSTANCE_TOKEN",
                instance.token());
    }
}
