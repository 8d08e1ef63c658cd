/** The thin HTTP server inside each container: one chute, its endpoints, and the routes by which the platform watches it. */
@NullMarked
package io.chutes.runtime;

import org.jspecify.annotations.NullMarked;
