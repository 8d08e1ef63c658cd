package io.chutes.processor;

import io.chutes.platform.manifest.EngineSpec;

/**
 * A process that the runtime starts beside the chute.
 *
 * @param spec what the manifest says of it
 * @param takesContext whether the method that says how it is started has a parameter
 */
record EngineModel(EngineSpec spec, boolean takesContext) {}
