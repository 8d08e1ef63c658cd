/** OpenTelemetry's spans of a chute's calls. */
@NullMarked
package io.chutes.telemetry;

import org.jspecify.annotations.NullMarked;
