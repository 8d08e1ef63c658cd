/** Hands calls to another HTTP server inside the container. */
@NullMarked
package io.chutes.runtime.passthrough;

import org.jspecify.annotations.NullMarked;
