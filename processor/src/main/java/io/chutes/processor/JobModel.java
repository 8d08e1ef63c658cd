package io.chutes.processor;

import io.chutes.platform.manifest.JobSpec;
import java.util.List;

/**
 * A job and how its method is called.
 *
 * @param spec what the manifest says of it
 * @param arguments one for each parameter, in order; the call among them is the attempt itself
 * @param hasResult whether the method returns something
 */
record JobModel(JobSpec spec, List<EndpointModel.Argument> arguments, boolean hasResult) {
    JobModel {
        arguments = List.copyOf(arguments);
    }
}
